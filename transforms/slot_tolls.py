"""Killed and wounded: every number and counted noun of the event's sentences competes."""

from dataclasses import dataclass

from transforms.annotate import Annotated, Sentence
from transforms.draft import Draft, distance_features, type_flags
from transforms.learned import load_forest
from transforms.numerals import Number


@dataclass(frozen=True, slots=True)
class TollChoice:
    """A toll that an event may have: bounds, and the words that state it (tokens [first, last) of a sentence)."""

    low: int | None
    high: int | None
    sentence: Sentence
    first: int
    last: int
    form: str  # number, vague, dual, single, named, zero


_KILL = {"kill"}
_WOUND = {"wound"}
_ZERO = {"اصابات", "ضحايا", "خسائر", "قتلي", "جرحي", "اضرار", "اصابه", "بشريه", "ضحيه"}
_NONE_WORDS = {"دون", "بدون", "عدم", "لم", "لا", "اي"}
_DUALS = {"قتيلان", "قتيلين", "جريحان", "جريحين", "شخصان", "شخصين", "جنديان", "جنديين", "مدنيان", "مدنيين", "شرطيان", "شرطيين", "طفلان", "طفلين", "فلسطينيان", "شهيدين", "شهيدان", "امراتان", "امراتين", "مسلحان", "مسلحين", "عنصران", "عنصرين", "ضابطين", "ضابطان", "عسكريين", "عسكريان", "صحفيين", "صحفيان", "مصابين", "مهاجمين", "مهاجمان", "اثنين", "رجلين", "رجلان", "مواطنين", "مواطنان", "عاملين", "عاملان", "ارهابيين", "شقيقين", "شابين", "شابان", "طالبين", "متظاهرين", "متظاهران", "فلسطينيين"}  # fmt: skip
_UNAMBIGUOUS_DUALS = {w for w in _DUALS if w.endswith("ان")} | {"قتيلين", "جريحين", "شخصين", "جنديين", "شرطيين", "طفلين", "شهيدين", "امراتين", "عنصرين", "ضابطين", "رجلين", "شقيقين", "شابين", "طالبين"}
_SINGLES = {"شخص", "جندي", "مدني", "شرطي", "طفل", "طفله", "امراه", "رجل", "ضابط", "مسلح", "عنصر", "قتيل", "جريح", "شاب", "فتي", "مواطن", "عامل", "صحفي", "صحافي", "مصور", "متظاهر", "فلسطيني", "سائق", "قائد", "قيادي", "زعيم", "طيار", "عسكري", "مهاجم", "طالب", "سيده", "فتاه", "مسعفه", "مسعف", "بحار", "ناشط", "حارس", "طبيب", "مقاتل", "ارهابي", "شهيد", "زوجته", "نجل", "ابن"}  # fmt: skip
_PERSON_TITLES = {"القيادي", "القائد", "الجنرال", "العقيد", "العميد", "اللواء", "الزعيم", "زعيم", "قائد", "الشاب", "الصحفي", "الصحافي", "المصور", "الرئيس", "الجندي", "المسعفه", "المدعو", "المتهم", "الطفل", "المواطن", "الملا", "الضابط"}  # fmt: skip
_JOINT = {"وجريح", "وجريحا", "وجرحي", "واصابه", "وجرح", "ومصاب", "والجرحي", "وجريحين", "وقتيل", "ومصابا", "ومصابين"}


def toll_choices(draft: Draft) -> list[TollChoice]:
    """Numbers, vague numbers, duals, counted singulars, named persons and stated zeros of the event's sentences."""
    found: list[TollChoice] = []
    for sentence in draft.sentences:
        numbered = {i for n in sentence.numbers for i in range(n.first, n.last + 1)}
        found += [_numbered(sentence, n) for n in sentence.numbers if _is_plausible(sentence, n)]
        for i, token in enumerate(sentence.tokens):
            choice = _counted(sentence, i, token.text) if i not in numbered else None
            if choice is not None:
                found.append(choice)
    return found


def _is_plausible(sentence: Sentence, number: Number) -> bool:
    """Measures, ages and shares are no tolls."""
    after = sentence.tokens[number.last].text if number.last < len(sentence.tokens) else ""
    return after not in _MEASURES and (number.low or number.high or 0) < 2_000_000


_MEASURES = {"كلم", "كيلومتر", "كيلومترا", "كيلومترات", "متر", "مترا", "امتار", "دولار", "دولارا", "عاما", "سنه", "عام", "سنوات", "اعوام", "يوما", "ايام", "شهرا", "اشهر", "ساعه", "ساعات", "دقيقه", "دقائق", "%", "بالمئه", "بالمائه", "مليون", "مليار", "طن", "طنا", "درجه", "اسبوع", "اسابيع", "صاروخا", "صواريخ", "صاروخ", "غاره", "غارات", "قذيفه", "قذائف", "طائره", "طائرات", "موقعا", "مواقع", "قريه", "قري", "كيلو", "ميلا", "اميال", "ملايين", "دول", "دوله", "مركبات", "مركبه", "دبابات", "عربه", "عربات", "منزلا", "منازل", "هدفا", "اهداف", "كم"}  # fmt: skip


def _numbered(sentence: Sentence, number: Number) -> TollChoice:
    return TollChoice(number.low, number.high, sentence, number.first, number.last, "vague" if number.is_vague else "number")


def _counted(sentence: Sentence, i: int, word: str) -> TollChoice | None:
    bare_word = word[1:] if len(word) > 4 and word[0] in "وبل" else word
    if bare_word in _DUALS:
        return TollChoice(2, 2, sentence, i, i + 1, "dual" if bare_word in _UNAMBIGUOUS_DUALS else "dual_or_plural")
    if bare_word in _SINGLES:
        return TollChoice(1, 1, sentence, i, i + 1, "single")
    if word in _ZERO and any(t.text in _NONE_WORDS or t.text[1:] in _NONE_WORDS for t in sentence.tokens[max(0, i - 8) : i]):
        return TollChoice(0, 0, sentence, i, i + 1, "zero")
    if i and _hit_at(sentence, i - 1, _KILL | _WOUND | {"assault"}) and (word in _PERSON_TITLES or any(a.first == i and a.source == "person" for a in sentence.actors)):
        return TollChoice(1, 1, sentence, i, i + 1, "named")
    return None


def _hit_at(sentence: Sentence, i: int, groups: set[str]) -> bool:
    return any(h.first <= i < h.last and h.value[0] in groups for h in sentence.hits.get("trigger", []))


def choose_toll(article: Annotated, draft: Draft, role: str, threshold: float) -> TollChoice | None:
    """The toll of an event (`role` is killed or wounded), or None when none is probable enough."""
    choices = toll_choices(draft)
    if not choices:
        return None
    scores = load_forest(f"attack_{role}").probabilities([toll_features(draft, c, choices) for c in choices])
    best = int(scores.argmax())
    return choices[best] if scores[best] >= threshold else None


_INCIDENTS = {"strike", "air", "launch", "explosion", "suicide", "clash", "offensive", "assault", "abduct"}


def count_incidents(draft: Draft) -> TollChoice | None:
    """The number of incidents of a series: a number right before the word for the act (39 هجوما)."""
    if draft.kind != "recurring":
        return None
    for sentence in draft.sentences:
        acts = {h.first for h in sentence.hits.get("trigger", []) if h.value[0] in _INCIDENTS and h.value[1] != "verb"}
        for number in sentence.numbers:
            if number.last in acts and not number.is_vague and number.low is not None and number.low > 1:
                return _numbered(sentence, number)
    return None


_FORMS = ("number", "vague", "dual", "dual_or_plural", "single", "named", "zero")
_NOUNS = {
    "killed": {"قتيل", "قتيلا", "قتلي", "قتلوا", "شهداء", "شهيدا", "شهيد", "حتفهم", "مصرعهم", "ضحيه", "ضحايا", "جثه", "جثث", "وفاه"},
    "wounded": {"جريح", "جريحا", "جرحي", "مصابا", "مصابين", "مصاب", "اصابه", "بجروح", "اصابات", "اصيبوا", "جرحوا"},
    "people": {"شخصا", "اشخاص", "شخص", "مدنيا", "مدنيين", "مدني", "جنديا", "جنود", "عنصرا", "عناصر", "مسلحا", "مسلحين", "طفلا", "اطفال", "فلسطينيا", "فلسطينيين", "مقاتلا", "مقاتلين", "شرطيا", "عسكريا", "ارهابيا", "ارهابيين", "حوثيا", "متظاهرا", "اخرين", "اخرون", "متمردا", "نساء", "رجال", "من"},
    "others": {"اخرين", "اخرون", "اخر", "اخري"},
    "joint": {"بين", "وجريح", "وجريحا", "وجرحي", "ومصاب"},
}  # fmt: skip


def toll_features(draft: Draft, choice: TollChoice, choices: list[TollChoice]) -> list[float]:
    """Dense features of one toll."""
    sentence = choice.sentence
    before = [t.text for t in sentence.tokens[max(0, choice.first - 4) : choice.first]]
    after = [t.text for t in sentence.tokens[choice.last : choice.last + 4]]
    value = choice.low if choice.low is not None else choice.high or 0
    same = sum(c.low == choice.low and c.high == choice.high for c in choices)
    larger = sum((c.low or 0) > value and c.form == "number" for c in choices)
    return [
        *(float(choice.form == f) for f in _FORMS), float(min(value, 500)), float(choice.high is None), float(choice.low is None),
        *_near_groups(sentence, choice), *distance_features(sentence, choice.first, choice.last, draft.anchors[sentence.index]),
        *(float(any(w in words or w[1:] in words for w in after)) for words in _NOUNS.values()),
        *(float(any(w in words or w[1:] in words for w in before)) for words in _NOUNS.values()),
        float(any(w in _JOINT for w in after + before)), float("بينهم" in before or "بينها" in before or "منهم" in before or "بينهم" in after[:1]),
        float(same), float(larger), float(len(choices)), float(sentence.index == min(draft.indices)), float(sentence.index),
        float(any(w in ("حصيله", "ارتفاع", "ارتفع", "ارتفعت", "اجمالي", "مجموع") for w in before)),
        *type_flags(draft),
    ]  # fmt: skip


def _near_groups(sentence: Sentence, choice: TollChoice) -> list[float]:
    """Tokens to the nearest kill and wound word before and after, 30 where there is none."""
    found = []
    for group in ("kill", "wound"):
        spans = [(h.first, h.last) for h in sentence.hits.get("trigger", []) if h.value[0] == group]
        found.append(min((choice.first - last for _, last in spans if last <= choice.first), default=30))
        found.append(min((first - choice.last for first, _ in spans if first >= choice.last), default=30))
        found.append(float(any(first < choice.last and last > choice.first for first, last in spans)))
    return [float(x) for x in found]
