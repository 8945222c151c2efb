"""Acts that a sentence names only to deny them or to tell that they were foiled.

نفى الجيش تعرض القاعدة لقصف and أحبطت القوات هجوما كان يستهدف السوق name an act
that did not happen, as does لم تشن أي غارة; نفت طهران أي دور في الهجوم الذي
استهدف المنشأة takes one for granted. What separates them is what the word of denial governs.
"""

from transforms.annotate import Sentence
from transforms.phrases import Hit
from transforms.word_sets import word_set

_GOVERNORS = ("denial", "foiled", "negation")
_REACH = 12  # tokens that a denial governs at most
_NONE_REACH = 6  # tokens from لم or دون to an act that أي says there was none of
DOUBT = 0.25  # factor on the chance of a sentence all of whose acts are unreal: such cases are rare to learn


def is_unreal(sentence: Sentence) -> bool:
    """Whether every act that the sentence names is denied or foiled."""
    acts = sentence.hits.get("trigger", [])
    governors = [h for h in sentence.hits.get("cue", []) if h.value in _GOVERNORS]
    return bool(governors) and bool(acts) and all(any(_governs(sentence, g, act) for g in governors) for act in acts)


def _governs(sentence: Sentence, governor: Hit, act: Hit) -> bool:
    """Whether an act stands in the clause that a denial opens."""
    if governor.first <= act.first < governor.last:  # the word itself may be of both lists
        return True
    if not 0 <= act.first - governor.last <= _REACH or act.conjunction:
        return False
    between = sentence.words[governor.last : act.first]
    if any(word in word_set("clause_breaker") for word in between):
        return False
    if governor.value == "negation":  # لم تنفذ أي غارة; a bare لم denies much else: لم يصب أحد في القصف
        said = between or sentence.after(act.last, 3)  # لم تشن المقاتلات أي غارة: the verb is the act
        return len(between) <= _NONE_REACH and any(word in word_set("any") for word in said)
    return governor.value == "foiled" or not act.is_definite or any(w in word_set("undergo") for w in between)
