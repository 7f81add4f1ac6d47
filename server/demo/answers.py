"""What each made-up family answers to the home-visit survey, by question name; the survey itself says where it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from server.demo import story
from server.demo.families import SEED, Family, Member

Facts = dict[str, Any]

# from well off to badly off, as Family.need counts
HOUSES: tuple[Facts, ...] = (
    {"lantai": "keramik", "dinding": "tembok", "atap": "genteng", "kondisi_rumah": "baik", "daya": "va1300"},
    {"lantai": "keramik", "dinding": "tembok", "atap": "genteng", "kondisi_rumah": "rusak_ringan", "daya": "va900"},
    {"lantai": "semen", "dinding": "tembok_tanpa_plester", "atap": "asbes", "kondisi_rumah": "rusak_sedang"},
    {"lantai": "tanah", "dinding": "anyaman_bambu", "atap": "asbes", "kondisi_rumah": "rusak_berat", "daya": "va450"},
)
WATER = ("isi_ulang", "leding", "sumur_terlindung", "mata_air_terlindung")
TOILET = ("sendiri", "sendiri", "bersama", "umum")
INCOME = ("j3_5", "j2_3", "j1_2", "lt1jt")
FOOD = (1_900_000, 1_450_000, 1_100_000, 700_000)
ALL = (4_100_000, 2_700_000, 1_900_000, 1_050_000)
ASSETS = ("kulkas tv motor hp_pintar", "tv motor hp_pintar", "motor hp_pintar", "tidak_ada")
AID = ("tidak_ada", "lpg3", "sembako lpg3", "tidak_ada")
DESIL = ("d6_10", "d4", "d2", "tidak_terdaftar")
JKN = (("ppu", "aktif"), ("mandiri", "menunggak"), ("pbi", "nonaktif"), ("tidak_punya", ""))
STORIES = (
    "Keluarga bertanya cara memperbarui data.",
    "Kartu BPJS lama tidak dipakai, khawatir bila sakit.",
    "Penghasilan kepala keluarga tidak tetap, anak masih sekolah.",
    "Belum pernah terdata, ingin dibantu mengurus berkas.",
)


def of_family(family: Family, day: date, wants: list[str], kader: str, next_wednesday: date) -> Facts:
    """The answers that are about the family, on a visit of ``day``; ``wants`` are the services it asks for."""
    chance = _chance(family)
    poor = family.need
    urgent = poor == 3 and family.number % 4 == 0
    return {
        "tgl_kunjungan": day.isoformat(),
        "no_rumah": family.house,
        "hasil_kunjungan": "terisi",
        "setuju_data": "ya",
        "cara_setuju": "cap_jempol" if family.head.age(day) > 65 else "lisan",
        "nama_penyetuju": family.head.name,
        "hub_penyetuju": "kepala",
        "setuju_foto": "tidak" if family.number % story.NO_PHOTOS == 0 else "ya",
        "setuju_rujuk": "ya",
        "setuju_kabar": "tidak" if family.number % 13 == 0 else "ya",
        "jenis_kader": kader,
        "hubungan_kader": "tetangga_dekat" if family.number % 7 == 0 else "bukan_siapa_siapa",
        "status_kk": "lama" if family.number % 6 == 0 else "sesuai",
        "no_kk": family.kk,
        "nama_kepala": family.head.name,
        "alamat_kk_sama": "sama",
        "alamat_domisili": family.address,
        "patokan": family.landmark,
        "lama_tinggal": "gt1thn",
        "jml_keluarga_serumah": 1 + (family.number % 9 == 0),
        "jml_anggota": len(family.members),
        "punya_hp": ("sendiri", "sendiri", "keluarga", "tetangga")[poor],
        "no_hp": family.phone,
        "kanal_kabar": ("wa", "wa push", "wa kader", "kader")[poor],
        "punya_tempat": "ya",
        "status_rumah": "kontrak" if family.number % 8 == 3 else "milik_sendiri",
        "bukti_tanah": "girik",
        "luas_lantai": chance.randrange(24, 90) - poor * 5,
        **HOUSES[poor],
        "air_minum": WATER[poor],
        "penerangan": "pln_meteran" if poor != 2 else "pln_tanpa_meteran",
        "bahan_bakar": "lpg3" if poor < 3 else "kayu_bakar",
        "bab": TOILET[poor],
        "tinja": ("septik", "septik", "lubang_tanah", "kolam_sungai")[poor],
        "kepala_bekerja": "tidak" if family.head.age(day) > 60 or poor == 3 else "ya",
        "penghasilan": INCOME[poor],
        "belanja_makan": FOOD[poor] + chance.randrange(-4, 5) * 25_000,
        "belanja_total": ALL[poor] + chance.randrange(-4, 5) * 25_000,
        "khawatir_makan": "ya" if poor >= 2 else "tidak",
        "beli_pakaian": "tidak" if poor == 3 else "ya",
        "aset": ASSETS[poor],
        "lahan_lain": "ya" if poor == 0 else "tidak",
        "rumah_lain": "tidak",
        "ternak_besar": 0,
        "bantuan": AID[poor],
        "desil_info": DESIL[poor],
        "layanan": " ".join(wants),
        "urgensi": "mendesak" if urgent else "biasa",
        "uraian": STORIES[poor],
        "pandangan": ("tidak_terlihat", "perlu_dicek", "perlu_dicek", "mendesak")[poor],
        "alasan_pandangan": "Keadaan rumah dan jawaban keluarga seperti tercatat.",
        "tindak_lanjut": "datang_rabu" if wants else "selesai",
        "tgl_janji": next_wednesday.isoformat(),
    }


def of_member(family: Family, member: Member, day: date) -> Facts:
    """The answers that are about one of its members."""
    age = member.age(day)
    facts: Facts = {
        "id_anggota": member.id,
        "nama": member.name,
        "keberadaan": "tinggal",
        "hubungan": member.relation,
        "tahu_lahir": "lengkap" if member.knows_birthday else "tahun",
        "tgl_lahir": member.birth.isoformat(),
        "tahun_lahir": member.birth.year,
        "status_nik": member.nik_status,
        "nik": member.nik,
        "jk": member.sex,
        "kawin": _married(family, member, age),
        "kartu_id": "ktp" if age >= 17 else "akta kia" if age > 3 else "akta" if age else "tidak_ada",
        "gizi": "kurang" if family.need == 3 else "normal",
        "hamil": "ya" if _pregnant(family, member, age) else "tidak",
        "usia_hamil": 5,
        "bekerja": "ya" if 18 <= age <= 60 and (member.sex == "l" or family.need == 2) else "tidak",
        "kedudukan": ("buruh_swasta", "sendiri", "bebas_non", "bebas_tani")[family.need],
        "disabilitas": "fisik" if age >= 70 and family.need >= 2 else "tidak_ada",
        "tingkat_bantu": "banyak",
        "kronis": "hipertensi" if age >= 60 and member.sex == "p" else "tidak_ada",
        "jkn": JKN[family.need][0],
        "jkn_status": JKN[family.need][1],
    }
    return facts | _schooling(age)


def place(survey: dict[str, Any], facts: Facts, rows: list[Facts]) -> Facts:
    """Put facts where the survey's groups want them. A fact whose question is not asked is dropped when it is run.

    Args:
        survey: compiled; its only repeat takes ``rows``.
    """
    return _group(survey["nodes"], facts, rows)


def _group(nodes: list[dict[str, Any]], facts: Facts, rows: list[Facts]) -> Facts:
    placed: Facts = {}
    for node in nodes:
        name = node["name"]
        if node["kind"] == "group":
            inner = _group(node["children"], facts, rows)
            if inner:
                placed[name] = inner
        elif node["kind"] == "repeat" and rows:
            placed[name] = [_group(node["children"], row, []) for row in rows]
        elif node["kind"] == "question" and facts.get(name) not in (None, ""):
            placed[name] = facts[name]
    return placed


def entities(survey: dict[str, Any], answers: Facts) -> tuple[Facts, list[Facts]]:
    """What the survey saves: the family's properties, and each member's, by the names the survey gives them."""
    rows: list[Facts] = []
    family: Facts = {}

    def walk(nodes: list[dict[str, Any]], inside: Facts, into: Facts) -> None:
        for node in nodes:
            value = inside.get(node["name"])
            if node["kind"] == "group" and isinstance(value, dict):
                walk(node["children"], value, into)
            elif node["kind"] == "repeat":
                for row in value or []:
                    rows.append({})
                    walk(node["children"], row, rows[-1])
            elif node.get("save") and value not in (None, ""):
                into[node["save"][1]] = value

    walk(survey["nodes"], answers, family)
    return family, rows


def _married(family: Family, member: Member, age: int) -> str:
    if member.relation in ("kepala", "pasangan"):
        return "cerai_mati" if family.head.sex == "p" else "kawin"
    return "cerai_mati" if member.relation == "ortu_mertua" else "belum" if age < 30 else "cerai_hidup"


def _pregnant(family: Family, member: Member, age: int) -> bool:
    return member.relation == "pasangan" and age <= 40 and family.number % 10 == 0


def _schooling(age: int) -> Facts:
    """Where somebody of this age is at school, or what she left it with."""
    at: list[tuple[Callable[[int], bool], str, str]] = [
        (lambda a: a <= 6, "paud", "tidak_punya"),
        (lambda a: a <= 12, "sd", "tidak_punya"),
        (lambda a: a <= 15, "smp", "sd"),
        (lambda a: a <= 18, "sma", "smp"),
    ]
    for fits, level, certificate in at:
        if fits(age):
            return {"sekolah": "masih", "jenjang": level, "ijazah": certificate}
    level = "sma" if age < 35 else "smp" if age < 55 else "sd"
    return {"sekolah": "tidak_lagi", "jenjang": level, "ijazah": level}


def _chance(family: Family) -> Random:
    return Random(SEED + family.number)  # noqa: S311


def next_wednesday(day: date) -> date:
    """The first Wednesday after ``day``."""
    return day + timedelta(days=(2 - day.weekday()) % 7 or 7)
