"""Invented people by the hundred thousand: names, births and countries spread as unevenly as in life. Seeded.

A few names are very common (García, María), many are rare; most people of the Americas have two family names and half of
them two given ones. Rare names are made of syllables. No name comes from anybody's record.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


SPANISH_FAMILY = words(
    """Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales
Vázquez Reyes Jiménez Torres Díaz Gutiérrez Ruiz Mendoza Aguilar Ortiz Moreno Castillo Romero Álvarez Méndez Chávez
Rivera Juárez Ramos Domínguez Herrera Medina Castro Vargas Guzmán Velázquez Rojas Contreras Salazar Luna Ortega Guerrero
Santiago Estrada Bautista Cortés Soto Alvarado Espinoza Lara Ríos Ávila Silva Delgado Mejía Rosales Carrillo Solís León
Cervantes Vega Ibarra Campos Sandoval Fuentes Leyva Núñez Valdez Cabrera Peña Mejorada Ayala Navarro Acosta Robles
Miranda Zamora Pacheco Padilla Molina Cárdenas Maldonado Orozco Figueroa Nava Rangel Velasco Montes Camacho Trejo
Marroquín Zavala Zepeda Zelaya Zúñiga Quintanilla Quiroz Quispe Huamán Chicas Portillo Escobar Orellana Pineda Mejicanos
Cáceres Bonilla Benítez Barrera Barrios Cifuentes Coc Choc Tzoc Xol Ixcoy Ajpop Tum Sic Yac Yat Pop Caal Cuc Ical
Gallegos Villalobos Villanueva Llanos Lluberes Yáñez Ybarra Echeverría Etchegaray Arguello Agüero Güiza Muñoz Ocampo
Ojeda Olvera Osorio Pardo Paredes Polanco Quezada Rincón Rosario Salinas Saravia Segovia Serrano Suárez Tejada Toledo
Trujillo Urbina Urrutia Valle Varela Vallejo Vásquez Velarde Vera Villa Yépez Zambrano Zapata Zeledón"""
)
SPANISH_GIVEN = words(
    """María José Juan Luis Carlos Jesús Miguel Ana Francisco Antonio Manuel Pedro Jorge Guadalupe Rosa
Alejandro Fernando Daniel Marta Ricardo Eduardo Roberto Javier Sergio Rafael Óscar Ángel Mario Víctor Julio Alberto
Enrique Ramón Arturo Raúl David Héctor Andrés Juana Margarita Elena Leticia Verónica Patricia Gloria Silvia Yolanda
Teresa Alicia Carmen Karla Claudia Sandra Mónica Norma Blanca Irma Diana Karina Brenda Jessica Wendy Kevin Bryan Cristian
Jonathan Wilmer Elmer Edwin Henry Walter Nelson Milton Marvin Denis Franklin Yefri Yeison Yuliana Yesenia Xiomara Ximena
Joel Josué Isaías Elías Moisés Abraham Ismael Gabriel Felipe Felícita Vicente Hilario Benito Basilio Cecilia Zoila
Esperanza Dolores Consuelo Rocío Beatriz Ignacio Joaquín Gerardo Germán Gilberto Genaro Gonzalo Hugo Humberto Horacio
Lorena Lourdes Maribel Nicolás Noé Norberto Omar Orlando Pablo Ramiro Reynaldo Rigoberto Rubén Salvador Santos Saúl
Tomás Ulises Valentín Wilfredo Yadira Zenaida Gustavo Guillermo Erick Esteban Ernesto"""
)
ELSEWHERE: dict[str, tuple[list[str], list[str]]] = {
    "India": (
        words(
            "Singh Kaur Patel Kumar Sharma Gill Sandhu Dhillon Sidhu Brar Grewal Shah Desai Chaudhary Verma"
        ),
        words(
            "Gurpreet Harpreet Jaspreet Manpreet Amandeep Sukhdeep Rajinder Balwinder Rahul Vijay Amit Sunita Jagdeep"
        ),
    ),
    "China": (
        words("Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Zheng"),
        words(
            "Wei Fang Min Jing Xiuying Lei Qiang Jun Yan Jie Juan Tao Chao Ming Xia Ping Gang Hua Guiying Zhiqiang"
        ),
    ),
    "Haiti": (
        words(
            "Jean Pierre Joseph Charles François Louis Michel Dorival Célestin Baptiste Toussaint Duval Étienne"
        ),
        words("Jean Marie Wilner Frantz Rose Guerline Mackenson Wisly Fabiola Évens Judeline Ricardo Nadège"),
    ),
    "Brazil": (
        words(
            "Silva Santos Oliveira Souza Pereira Lima Carvalho Ferreira Ribeiro Almeida Araújo Gonçalves Conceição"
        ),
        words(
            "João José Maria Antônio Ana Paulo Luiz Marcos Júlia Thiago Wesley Cauã Gabriela Vinícius Fátima"
        ),
    ),
    "Senegal": (
        words("Diop Ndiaye Fall Sow Diallo Ba Faye Sarr Gueye Mbaye Cissé Sy Seck Thiam"),
        words("Mamadou Moussa Ibrahima Cheikh Fatou Aïssatou Ousmane Abdoulaye Modou Awa Khady Pape"),
    ),
    "Vietnam": (
        words("Nguyễn Trần Lê Phạm Huỳnh Vũ Võ Đặng Bùi Đỗ"),
        words("Văn Thị Hùng Minh Tuấn Anh Dũng Hương Lan Phương Quang Thành"),
    ),
    "Russia": (
        words("Ivanov Smirnov Kuznetsov Popov Sokolov Volkov Petrov Kadyrov Magomedov Aliyev"),
        words("Aleksandr Dmitri Sergei Andrei Ruslan Aslan Olga Natalia Yelena Svetlana"),
    ),
    "Afghanistan": (
        words("Ahmadi Rahimi Karimi Hashimi Noori Mohammadi Haidari Sultani Stanekzai Hussaini"),
        words("Mohammad Ahmad Abdul Ali Hussain Fatima Zahra Najibullah Hamid Mustafa Farid"),
    ),
}
COUNTRY_SHARES: dict[str, int] = {
    "Mexico": 330, "Guatemala": 160, "Honduras": 120, "El Salvador": 75, "Venezuela": 75, "Ecuador": 45, "Colombia": 45,
    "Nicaragua": 40, "Cuba": 30, "Peru": 20, "Dominican Republic": 15, "Haiti": 12, "India": 9, "China": 8, "Brazil": 7,
    "Senegal": 4, "Vietnam": 2, "Russia": 2, "Afghanistan": 1,
}  # fmt: skip
STARTS = words("B Br C Ch D F G Gr H J L Ll M N P Qu R S T Tr V Y Z Al Ar Es Is Ol Ur")
MIDDLES = words("a e i o u ia ie ua ue al an ar as el en er il in or os un")
ENDS = words(
    "bal cal do dez ga lla llo ma mar na nca no ña que ra rro sa so tán ta va yo za zar bedo quín jera cheta"
)
RARE = 4_000
RARE_SHARE = 0.2


@dataclass(frozen=True)
class Invented:
    """One invented person."""

    given_names: str
    family_names: str
    born: date | None
    country: str


class Bag:
    """Names to draw from: the first ones often, the last ones seldom (the law of Zipf), and rare ones besides."""

    def __init__(self, names: Sequence[str], chance: random.Random, rare: Sequence[str] = ()) -> None:
        self.chance, self.names, self.rare = chance, names, rare
        self.sums = list(accumulate(1 / (rank + 5) for rank in range(len(names))))

    def draw(self) -> str:
        """One of them."""
        if self.rare and self.chance.random() < RARE_SHARE:
            return self.chance.choice(self.rare)
        return self.chance.choices(self.names, cum_weights=self.sums)[0]


def people(count: int, seed: int) -> Iterator[Invented]:
    """So many people, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - invented people, no secrets
    rare = sorted(
        {
            "".join(chance.choice(part) for part in (STARTS, MIDDLES, ENDS)[: 2 + (n % 3 > 0)]).capitalize()
            + ("" if n % 3 else chance.choice(ENDS))
            for n in range(RARE)
        }
    )
    family, given = Bag(SPANISH_FAMILY, chance, rare), Bag(SPANISH_GIVEN, chance)
    others = {land: (Bag(names, chance), Bag(firsts, chance)) for land, (names, firsts) in ELSEWHERE.items()}
    lands, shares = list(COUNTRY_SHARES), list(accumulate(COUNTRY_SHARES.values()))
    youngest = date(2007, 1, 1)
    for _ in range(count):
        land = chance.choices(lands, cum_weights=shares)[0]
        families, givens = others.get(land, (family, given))
        two = land not in others
        first = givens.draw()
        if chance.random() < 0.5:
            first = f"{first} {givens.draw()}"
        last = families.draw()
        if two and chance.random() < 0.04:
            last = f"{chance.choice(['de', 'de la', 'del', 'de los'])} {last}"
        if two and chance.random() < 0.85:
            last = f"{last} {families.draw()}"
        age = min(int(abs(chance.gauss(0, 1)) * 5_000), 22_000)
        born = None if chance.random() < 0.08 else youngest - timedelta(days=age + chance.randrange(3_000))
        yield Invented(first, last, born, "" if chance.random() < 0.05 else land)
