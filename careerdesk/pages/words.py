"""What the public pages say, in each language that they speak."""

from collections.abc import Mapping

LANGUAGES = {"en": "English", "hi": "हिन्दी"}
LOCALES = {"en": "en_IN", "hi": "hi_IN"}

EN = {
    "careers": "Careers",
    "about": "The career office brings students and employers together: it checks every posting, applies the same rules "
    "to everybody, and answers for each decision.",
    "students": "Students",
    "students_text": "See which jobs are open to you and why, apply with two taps, and follow every step.",
    "employers": "Employers",
    "employers_text": "Post a job, meet the applicants, and make offers in one place.",
    "sign_in": "Sign in",
    "register": "Create an account",
    "open_jobs": "Open jobs",
    "found_one": "1 open job",
    "found": "{n} open jobs",
    "none": "No job is open here at the moment",
    "none_text": "New ones appear as soon as the office has approved them.",
    "no_match": "No open job fits this search",
    "no_match_text": "Leave out a word or a filter to see more.",
    "show_all": "Show all open jobs",
    "search": "Search",
    "words": "Words",
    "kind": "Kind",
    "any_kind": "Any kind",
    "place": "Place",
    "find": "Find jobs",
    "apply_by": "Apply by",
    "pay": "Pay",
    "a_year": "{amount} a year",
    "openings": "Openings",
    "branches": "Branches",
    "all_branches": "All branches",
    "min_cgpa": "CGPA at least",
    "graduation_year": "Graduation year",
    "backlogs": "Active backlogs at most",
    "min_10th": "10th, at least",
    "min_12th": "12th, at least",
    "experience": "Experience",
    "duration": "Duration",
    "bond": "Bond",
    "months": "{n} months",
    "one_month": "1 month",
    "joining": "Joining",
    "skills": "Skills",
    "facts": "At a glance",
    "description": "About the job",
    "process": "How the selection goes",
    "who": "Who can apply",
    "apply": "Sign in to apply",
    "more": "Full description",
    "all_jobs": "All open jobs",
    "posted": "Posted",
    "page_of": "Page {page} of {pages}",
    "previous": "Previous",
    "next": "Next",
    "gone": "This page is not here",
    "gone_text": "The job may be closed, filled, or not public. Whoever has an account may see more after signing in.",
    "nowhere": "No institution is named",
    "nowhere_text": "Open the careers page from your institution’s own site.",
    "language": "Language",
    "skip": "Go to the content",
    "today": "today",
    "tomorrow": "tomorrow",
    "in_days": "in {n} days",
    "offer": "Offer",
    "offer_for": "Offer for {name}",
    "shared_until": "This link works until {when}. {name} shared it and can take it back.",
    "answer_by": "To be answered by",
    "answered": "Answered on",
    "status": "Status",
    "location": "Place",
    "conditions": "Conditions",
    "share_gone": "This link does not work any more",
    "share_gone_text": "It has run out or was taken back. Ask whoever sent it for a new one.",
}
HI = {
    "careers": "करियर",
    "about": "करियर कार्यालय विद्यार्थियों और नियोक्ताओं को जोड़ता है: हर पद की जाँच, सबके लिए एक जैसे नियम, और हर निर्णय का उत्तरदायित्व।",
    "students": "विद्यार्थी",
    "students_text": "देखें कौन-सी नौकरियाँ आपके लिए खुली हैं और क्यों, दो स्पर्श में आवेदन करें, और हर चरण पर नज़र रखें।",
    "employers": "नियोक्ता",
    "employers_text": "पद प्रकाशित करें, आवेदकों से मिलें और प्रस्ताव दें, सब एक ही जगह।",
    "sign_in": "साइन इन",
    "register": "खाता बनाएँ",
    "open_jobs": "खुली नौकरियाँ",
    "found_one": "1 खुली नौकरी",
    "found": "{n} खुली नौकरियाँ",
    "none": "अभी यहाँ कोई नौकरी खुली नहीं है",
    "none_text": "कार्यालय की स्वीकृति मिलते ही नई नौकरियाँ यहाँ दिखेंगी।",
    "no_match": "इस खोज से कोई खुली नौकरी नहीं मिली",
    "no_match_text": "अधिक देखने के लिए कोई शब्द या छँटाई हटाएँ।",
    "show_all": "सभी खुली नौकरियाँ दिखाएँ",
    "search": "खोज",
    "words": "शब्द",
    "kind": "प्रकार",
    "any_kind": "कोई भी प्रकार",
    "place": "स्थान",
    "find": "नौकरी खोजें",
    "apply_by": "आवेदन की अंतिम तिथि",
    "pay": "वेतन",
    "a_year": "{amount} प्रति वर्ष",
    "openings": "पदों की संख्या",
    "branches": "शाखाएँ",
    "all_branches": "सभी शाखाएँ",
    "min_cgpa": "न्यूनतम CGPA",
    "graduation_year": "स्नातक वर्ष",
    "backlogs": "अधिकतम सक्रिय बैकलॉग",
    "min_10th": "10वीं, न्यूनतम",
    "min_12th": "12वीं, न्यूनतम",
    "experience": "अनुभव",
    "duration": "अवधि",
    "bond": "बॉन्ड",
    "months": "{n} महीने",
    "one_month": "1 महीना",
    "joining": "कार्यारंभ",
    "skills": "कौशल",
    "facts": "एक नज़र में",
    "description": "नौकरी के बारे में",
    "process": "चयन प्रक्रिया",
    "who": "कौन आवेदन कर सकता है",
    "apply": "आवेदन के लिए साइन इन करें",
    "more": "पूरा विवरण",
    "all_jobs": "सभी खुली नौकरियाँ",
    "posted": "प्रकाशित",
    "page_of": "पृष्ठ {page} / {pages}",
    "previous": "पिछला",
    "next": "अगला",
    "gone": "यह पृष्ठ यहाँ नहीं है",
    "gone_text": "यह नौकरी बंद, भरी हुई या सार्वजनिक न हो सकती है। खाता हो तो साइन इन के बाद अधिक दिख सकता है।",
    "nowhere": "कोई संस्थान नहीं चुना गया",
    "nowhere_text": "करियर पृष्ठ अपने संस्थान की वेबसाइट से खोलें।",
    "language": "भाषा",
    "skip": "मुख्य सामग्री पर जाएँ",
    "today": "आज",
    "tomorrow": "कल",
    "in_days": "{n} दिन में",
    "offer": "प्रस्ताव",
    "offer_for": "{name} के लिए प्रस्ताव",
    "shared_until": "यह लिंक {when} तक चलेगा। इसे {name} ने साझा किया है और वापस लिया जा सकता है।",
    "answer_by": "उत्तर की अंतिम तिथि",
    "answered": "उत्तर की तिथि",
    "status": "स्थिति",
    "location": "स्थान",
    "conditions": "शर्तें",
    "share_gone": "यह लिंक अब नहीं चलता",
    "share_gone_text": "इसकी अवधि बीत गई या इसे वापस ले लिया गया। भेजने वाले से नया लिंक माँगें।",
}
KINDS = {
    "en": {
        "full-time": "Full time", "part-time": "Part time", "contract": "Contract", "internship": "Internship",
        "industrial-training": "Industrial training", "remote": "Remote",
    },
    "hi": {
        "full-time": "पूर्णकालिक", "part-time": "अंशकालिक", "contract": "अनुबंध", "internship": "इंटर्नशिप",
        "industrial-training": "औद्योगिक प्रशिक्षण", "remote": "दूरस्थ",
    },
}  # fmt: skip
STATES = {
    "en": {
        "OPEN": "Open", "ACCEPTED": "Accepted", "DECLINED": "Declined", "LAPSED": "Lapsed", "REVOKED": "Revoked",
        "RENEGED": "Given up",
    },
    "hi": {
        "OPEN": "उत्तर की प्रतीक्षा", "ACCEPTED": "स्वीकृत", "DECLINED": "अस्वीकृत", "LAPSED": "अवधि समाप्त", "REVOKED": "वापस लिया गया",
        "RENEGED": "छोड़ा गया",
    },
}  # fmt: skip
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "hi": "जन॰ फ़र॰ मार्च अप्रैल मई जून जुल॰ अग॰ सित॰ अक्टू॰ नव॰ दिस॰".split(),
}
UNITS = {"en": ("lakh", "crore"), "hi": ("लाख", "करोड़")}
WORDS: Mapping[str, Mapping[str, str]] = {"en": EN, "hi": HI}


def language_of(asked: str | None, accepted: str) -> str:
    """The page's language: what the address asks for, else the first that the browser accepts and the pages speak."""
    if asked in LANGUAGES:
        return asked
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted[:500].split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, name.split("-")[0].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(wanted) if name in LANGUAGES), "en")
