"""Sparse features of a sentence: words, triggers with their context, cues, neighbours, position."""

from transforms.act_features import act_features
from transforms.annotate import Annotated, Sentence
from transforms.tokens import stem


def groups(sentence: Sentence, list_name: str = "trigger") -> set[str]:
    """Trigger groups (strike, clash, kill …) that occur in the sentence."""
    return {hit.value[0] for hit in sentence.hits.get(list_name, [])}


def sentence_features(article: Annotated, sentence: Sentence, list_name: str = "trigger") -> set[str]:
    """Names of all features that hold; `list_name` is trigger for attacks, step for milestones."""
    words = [s if not s[0].isdigit() else "#" for s in sentence.stems]
    found = _word_features(words)
    found |= _trigger_features(sentence, words, list_name)
    found |= _finding_features(sentence)
    found |= _position_features(article, sentence, words, list_name)
    found |= act_features(sentence) if list_name == "trigger" else _step_features(sentence)
    return found


def quick_features(article: Annotated, sentence: Sentence, list_name: str) -> set[str]:
    """What can be told before any grammar runs: words, triggers, the title's triggers, the place in the article."""
    stems = {stem(w) for w in sentence.words}
    here = groups(sentence, list_name)
    found = {f"w={w}" for w in stems if len(w) > 1}
    found.update(f"g={hit.value[0]}/{hit.value[1]}" for hit in sentence.hits[list_name])
    found.update(f"shared={w}" for w in here & groups(article.title, list_name))
    found.add(f"at={min(sentence.index, 6)}")
    found.add(f"triggers={min(5, len(sentence.hits[list_name]))}")
    return found


_NEAR = 6  # tokens between words that belong together: خفض عدد قواتها في العراق إلى 3000 جندي


def _step_features(sentence: Sentence) -> set[str]:
    """What stands near each step: other steps, troop numbers, foreign forces, their host; and which step leads.

    The first one governs: in قرار البرلمان إخراج القوات the decision is the step, not the departure.
    """
    hits = sentence.hits.get("step", [])
    steps = [(hit.first, hit.value[0]) for hit in hits]
    found = {f"near={a}>{b}" for i, a in steps for j, b in steps if 0 < j - i <= _NEAR}
    if hits:
        group, pos = min(hits, key=lambda hit: hit.first).value
        found.update((f"lead={group}", f"lead={group}/{pos}"))
    for number in sentence.numbers:
        found.update(f"number~{group}" for at, group in steps if -3 <= number.first - at <= _NEAR)
        before = sentence.words[number.first - 1] if number.first else ""
        found.add(f"number_after={before}")
    forces = [
        a
        for a in sentence.actors
        if a.kind not in ("nisba", "civilian", "crowd") and a.code not in (None, "civilians", "protesters")
    ]
    for force in forces:
        found.update(f"force~{group}" for at, group in steps if 0 <= force.first - at <= _NEAR)
        found.update(f"{force.code}~{group}" for at, group in steps if 0 <= force.first - at <= _NEAR)
    homes = {a.country for a in forces if a.country}
    hosts = {p.country or (p.options[0].country if p.options else None) for p in sentence.places} - {None}
    if homes and hosts - homes:
        found.add("force_abroad")
        found.update(f"abroad:{group}" for _, group in steps)
    cues = {hit.value for hit in sentence.hits.get("cue", [])}
    found.update(
        f"{cue}&{group}"
        for cue in cues & {"demand", "plan", "denial", "negation", "ceasefire", "future"}
        for _, group in steps
    )
    return found


def _word_features(words: list[str]) -> set[str]:
    kept = [w for w in words if len(w) > 1 or w == "#"]
    found = {f"w={w}" for w in kept}
    found.update(f"b={a}_{b}" for a, b in zip(kept, kept[1:], strict=False))
    found.update(f"first={w}" for w in words[:2])
    return found


def _trigger_features(sentence: Sentence, words: list[str], list_name: str) -> set[str]:
    found: set[str] = set()
    for hit in sentence.hits.get(list_name, []):
        group, pos = hit.value
        found.update((f"g={group}/{pos}", f"t={group}:{words[hit.first]}"))
        for k in (1, 2):
            if hit.first >= k:
                found.add(f"t-{k}={words[hit.first - k]}|{group}")
            if hit.last - 1 + k < len(words):
                found.add(f"t+{k}={words[hit.last - 1 + k]}|{group}")
        if pos == "verb" and sentence.tokens[hit.first].text.startswith(("سي", "ست", "سن")):
            found.add("future_trigger")
        if pos == "noun" and hit.is_definite:
            found.add(f"definite={group}")
        if hit.preposition:
            found.add(f"prep={hit.preposition}:{group}")
        for cue in sentence.hits.get("cue", []):
            if 0 <= hit.first - cue.last <= 2:
                found.add(f"cue<{cue.value}|{group}")
            elif 0 <= cue.first - hit.last <= 2:
                found.add(f"cue>{cue.value}|{group}")
    here = sorted(groups(sentence, list_name))
    found.update(f"gg={a}+{b}" for i, a in enumerate(here) for b in here[i + 1 :])
    return found


def _finding_features(sentence: Sentence) -> set[str]:
    found = {f"cue={hit.value}" for hit in sentence.hits.get("cue", [])}
    found.update(f"weapon={hit.value}" for hit in sentence.hits.get("weapon", []))
    found.update(f"date={d.kind}" for d in sentence.dates)
    found.update(f"place={p.kind}" for p in sentence.places)
    found.update(f"actor={a.code}" for a in sentence.actors)
    flags = {
        "no_date": not sentence.dates,
        "since": any(d.is_since for d in sentence.dates),
        "future_date": any(d.is_future for d in sentence.dates),
        "has_place": bool(sentence.places),
        "number": bool(sentence.numbers),
    }
    return found | {name for name, holds in flags.items() if holds}


def _position_features(article: Annotated, sentence: Sentence, words: list[str], list_name: str) -> set[str]:
    title_groups, here = groups(article.title, list_name), groups(sentence, list_name)
    title_words = {w for w in article.title.stems if len(w) > 2}
    count = len(article.sentences)
    total = sum(len(s.hits.get(list_name, [])) for s in article.sentences)
    found = {f"title_shares={g}" for g in title_groups & here}
    found.update(
        (
            f"title_overlap={min(5, len(title_words.intersection(words)))}",
            f"at={min(sentence.index, 6)}",
            f"relative={sentence.index * 4 // max(1, count)}",
            f"length={min(6, len(words) // 8)}",
            f"triggers={min(5, len(sentence.hits.get(list_name, [])))}",
            f"article_triggers={min(6, total // 4)}",
        )
    )
    if not title_groups:
        found.add("title_without_trigger")
    if count == 1:
        found.add("alone")
    text = article.norm.text
    if '"' in text[sentence.start : sentence.end]:
        found.add("quotes")
    if text[sentence.end - 1] in "؟?":
        found.add("question")
    for offset, name in ((-1, "before"), (1, "after")):
        if 0 <= sentence.index + offset < count:
            found.update(f"{name}={g}" for g in groups(article.sentences[sentence.index + offset], list_name))
    return found
