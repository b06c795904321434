"""Who is in the demonstration house. Everybody is invented; the models are rendered."""

from dataclasses import dataclass, field

HOUSE, RIVAL, AGENCY = "Corvane", "Halden", "Perron"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works. seat: of which organisation, in which role. crafts: what she is booked for in both shoots."""

    key: str
    name: str
    email: str
    does: str
    crafts: tuple[str, ...] = ()
    seat: tuple[str, str] | None = None
    signs: bool = False
    spends_minor: int = 0
    language: str = "en"
    zone: str = "Europe/Paris"


MEMBERS = (
    Member(
        "elif",
        "Elif Kaya",
        "elif@corvane.example",
        "Producer",
        ("production",),
        (HOUSE, "producer"),
        signs=True,
        spends_minor=2_000_000,
    ),
    Member(
        "margaux", "Margaux Thiry", "margaux@corvane.example", "Art director", ("art-direction",), (HOUSE, "member")
    ),
    Member("ana", "Ana Ruiz", "ana@studio-ruiz.example", "Stylist", ("styling",), zone="Europe/Madrid"),
    Member(
        "jonas", "Jonas Vehr", "jonas@vehr.example", "Photographer", ("photography", "lighting"), zone="Europe/Berlin"
    ),
    Member("salome", "Salome Dietz", "salome@dietz.example", "Make-up artist", ("make-up", "nails")),
    Member("noe", "Noé Sarr", "noe@sarr.example", "Hair artist", ("hair",)),
    Member("ida", "Ida Falk", "ida@falk.example", "Set designer", ("set-design",), zone="Europe/Stockholm"),
    Member(
        "piet", "Piet Doorn", "piet@doorncasting.example", "Casting director", ("casting",), zone="Europe/Amsterdam"
    ),
    Member("luca", "Luca Ferri", "luca@ferri.example", "Retoucher", ("retouching",), zone="Europe/Rome"),
    Member(
        "house",
        "Camille Aubry",
        "camille@corvane.example",
        "Head of the house",
        (),
        (HOUSE, "admin"),
        signs=True,
        spends_minor=10_000_000,
    ),
    Member(
        "rival",
        "Henrik Dahl",
        "henrik@halden.example",
        "Producer of the rival house",
        (),
        (RIVAL, "admin"),
        signs=True,
        spends_minor=10_000_000,
        zone="Europe/Copenhagen",
    ),
    Member("booker", "Ilse Maas", "ilse@perron.example", "Booker at the agency", (), (AGENCY, "booker"), signs=True),
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model and what she allows. files: the plates of hers in the demo pictures."""

    key: str
    name: str
    email: str
    pronoun: str
    height_cm: int
    measurements: dict[str, int]
    files: tuple[str, ...]
    says: str  # for the list of sign-ins
    agency: bool = False
    shares_reason: bool = False
    language: str = "en"
    zone: str = "Europe/Paris"
    captured: tuple[str, ...] = field(default=("jonas", "salome", "noe"))


MODELS = (
    Model(
        "nia",
        "Nia Dembe",
        "nia@dembe.example",
        "she",
        178,
        {"chest_cm": 84, "waist_cm": 63, "hips_cm": 91, "shoe_eu": 40},
        ("nia_a", "nia_b", "nia_beauty"),
        "Model: yes to everything Corvane asks",
        agency=True,
    ),
    Model(
        "marta",
        "Marta Lind",
        "marta@lind.example",
        "she",
        176,
        {"chest_cm": 86, "waist_cm": 66, "hips_cm": 93, "shoe_eu": 40},
        ("marta_a", "marta_c", "marta_beauty"),
        "Model: each piece asks her",
        agency=True,
        language="sv",
        zone="Europe/Stockholm",
    ),
    Model(
        "ren",
        "Ren Asano",
        "ren@asano.example",
        "he",
        185,
        {"chest_cm": 95, "waist_cm": 76, "hips_cm": 94, "shoe_eu": 44},
        ("ren_a", "ren_c", "ren_beauty"),
        "Model: paused",
        zone="Asia/Tokyo",
    ),
    Model(
        "olav",
        "Olav Brekke",
        "olav@brekke.example",
        "he",
        188,
        {"chest_cm": 98, "waist_cm": 80, "hips_cm": 97, "shoe_eu": 45},
        ("olav_a", "olav_b", "olav_beauty"),
        "Model: no social media",
        agency=True,
        shares_reason=True,
        zone="Europe/Oslo",
    ),
    Model(
        "kofi",
        "Kofi Mensah",
        "kofi@mensah.example",
        "he",
        186,
        {"chest_cm": 97, "waist_cm": 78, "hips_cm": 96, "shoe_eu": 44},
        ("kofi_a", "kofi_beauty"),
        "Model: his licence has lapsed",
        zone="Africa/Accra",
    ),
    Model(
        "mei",
        "Mei Linh Tran",
        "mei@tran.example",
        "she",
        174,
        {"chest_cm": 82, "waist_cm": 61, "hips_cm": 88, "shoe_eu": 38},
        ("mei_a", "mei_beauty"),
        "Model: yes to the rival, not to Corvane",
        language="fr",
    ),
    Model(
        "ines",
        "Inês Duarte",
        "ines@duarte.example",
        "she",
        177,
        {"chest_cm": 85, "waist_cm": 64, "hips_cm": 91, "shoe_eu": 39},
        ("ines_a", "ines_beauty"),
        "Model: sold exclusivity for outerwear in Germany",
        zone="Europe/Lisbon",
    ),
    Model(
        "tala",
        "Tala Reyes",
        "tala@reyes.example",
        "she",
        173,
        {"chest_cm": 88, "waist_cm": 70, "hips_cm": 97, "shoe_eu": 39},
        ("tala_a", "tala_beauty"),
        "Model: knitwear and dresses only, and says why",
        shares_reason=True,
        zone="Asia/Manila",
    ),
    Model(
        "arjun",
        "Arjun Mehta",
        "arjun@mehta.example",
        "he",
        184,
        {"chest_cm": 96, "waist_cm": 78, "hips_cm": 95, "shoe_eu": 44},
        ("arjun_a", "arjun_beauty"),
        "Model: captured, has not met his twin yet",
        zone="Asia/Kolkata",
    ),
)

GARMENTS = {
    "coat_camel": "Long coat, camel wool",
    "blazer_navy": "Suit jacket, navy, with shirt and tie",
    "knit_rust": "Rib knit, rust",
    "knit_oat": "Merino jumper, oatmeal",
    "shirt_blue": "Poplin shirt, sky stripe",
    "tee_white": "Tee, white cotton",
    "dress_emerald": "Slip dress, emerald satin",
    "skirt_satin": "Column skirt, sand satin",
    "jeans_indigo": "Straight jeans, indigo",
    "trousers_grey": "Wool trousers, mid grey",
    "loafers_tan": "Derby shoes, cognac",
    "derby_black": "Derby shoes, black",
}
BACKDROPS = {
    "concrete": ("Concrete", -0.7, 0.35),
    "terracotta": ("Terracotta", 0.0, 0.3),
    "daylight": ("Daylight studio", -0.6, 0.0),
}
