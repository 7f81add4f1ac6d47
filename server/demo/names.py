"""Names as they are in Ciampea: one word or six, with apostrophes and abbreviations, the same one twice in an RT."""

from __future__ import annotations


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


MEN = _names(
    "Udin|Asep Saepudin|Dadang Hermawan|Ujang Komarudin|Cecep Supriatna|Enjang|M. Yusup|Agus Setiawan|Rahmat Hidayat|"
    "Iwan Kurniawan|Wawan|Deden Nurjaman|Endang Suhendar|Jajang Nurjaman|Yayan Ruhyana|Oman|Aep Saepuloh|"
    "Tatang Sutarya|Nana Suryana|Kosasih|Entis Sutisna|Mamat|Abdul Rohman|Ade Irawan|Dede Kusnadi|Hendra Gunawan|"
    "Muhamad Ridwan Kertawiguna Suriadikusumah Natadiningrat|Ahmad Sya'roni|Suparman|Sarmin|Maman Abdurahman|Kardi|"
    "Dayat|Opik Taufik|Encep|Sobari|Ruhiyat|Anwar Musadad|Eman Sulaeman|Juhana"
)

WOMEN = _names(
    "Suryati|Siti Nur'aeni|Icih|Euis Komariah|Neng Sari|Ai Rohaeti|Kartini|Imas Masitoh|Nia Kurniasih|Yuyun|Rukmini|"
    "Eti Suhaeti|Iis Aisyah|Lilis Suryani|Tini|Cucu Cahyati|Mimin|Omah|Ratna Dewi|"
    "Dewi Sartika Puspaningrum Kusumawardhani|Wiwin|Titin Supriatin|Enok|Nunung Nurhayati|Popon|Juju Juariah|Nur'aini|"
    "Rohmah|Sumiati|Aisyah|Elis Lisnawati|Yati|Idah Faridah|Rina Marlina|Sopiah|Ecin|Nani Sumarni|Tuti Alawiyah|"
    "Heni Herawati|Odah"
)

BOYS = _names(
    "Rafa Alfarizi|Muhamad Rizki|Dika|Fajar Maulana|Aldi Nugraha|Gilang Ramadhan|Zaki|Bayu Saputra|Raka|Ilham|"
    "M. Fauzan|Rehan|Arka Pratama|Dimas|Yusuf Mubarok"
)

GIRLS = _names(
    "Nabila Putri|Zahra|Salsa Nur'azizah|Aulia Rahma|Keisha|Putri Lestari|Nayla|Intan Permata Sari|Anisa|Rara|"
    "Siti Maesaroh|Kirana|Syifa Nurul Qolbi|Dea|Alya Zhafira"
)

KAMPUNG = {
    "001": "Kp. Cibadak Hilir",
    "002": "Kp. Pasir Angin",
    "003": "Kp. Babakan",
    "004": "Kp. Cikarang",
    "005": "Kp. Sinarsari",
    "006": "Kp. Lebak Wangi",
}

LANDMARKS = _names(
    "sebelah mushola Al-Ikhlas|belakang warung Bu Haji|depan lapangan voli|pagar bambu, cat hijau|"
    "dekat saluran irigasi|samping SDN 02|"
    "turunan jembatan kecil|seberang pos ronda|rumah panggung paling ujung|dekat penggilingan padi"
)
