"""Sign-in and second factor: the addresses of allauth that we open, and no others.

Sign-up, e-mail addresses and password resets by mail have no address here, so they cannot happen.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from helpline.accounts.doors import EVERYBODY, only, open_to_all

staff = only(*EVERYBODY)

urlpatterns = [
    path("login/", open_to_all(account.login), name="account_login"),
    path("logout/", open_to_all(account.logout), name="account_logout"),
    path("inactive/", open_to_all(account.account_inactive), name="account_inactive"),
    path("password/", staff(account.password_change), name="account_change_password"),
    path("reauthenticate/", staff(account.reauthenticate), name="account_reauthenticate"),
    path("2fa/", staff(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", staff(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", staff(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", staff(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", staff(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        staff(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        staff(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/keys/", staff(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/keys/add/", staff(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "2fa/keys/reauthenticate/",
        staff(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/keys/<int:pk>/remove/", staff(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/keys/<int:pk>/edit/", staff(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
]
