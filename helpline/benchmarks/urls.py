"""The addresses of the product and the empty page beside them."""

from django.urls import path

from helpline import urls
from helpline.benchmarks.views import empty

urlpatterns = [path("bench/empty/", empty, name="empty_page"), *urls.urlpatterns]

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
