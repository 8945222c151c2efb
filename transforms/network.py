"""A small neural network that reads an article as a whole; needs only numpy.

Words become vectors, two convolutions let each see its neighbours, each
sentence becomes a vector of its own, and a recurrent layer in both directions
lets each sentence see the title and the sentences around it. What it makes of
them (`Overview`) is one more voice beside the models of `transforms/learned.py`.
Trained by `flows/train_network.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.annotate import Sentence
from transforms.tokens import stem

Array = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

LISTS = ("trigger", "step")  # the words that may name an act or a step; sentences without any are not read
ROLES = ("date", "place", "perpetrator", "victims", "killed", "wounded")  # what a span may be to an attack
PADDING, UNKNOWN = 0, 1  # the first two vectors of each table
GAP = 2  # tokens of padding between sentences: as far as the convolutions look
MOST_WORDS = 100  # read of a sentence
MOST_POSITIONS = 16  # of sentences in an article that are told apart
MOST_GAPS = 12  # of sentences between two that are told apart
MOST_STEPS = 16  # tokens between span and act that are told apart, on either side
NO_ACT = 2 * MOST_STEPS  # where no act stands in the span's sentence


class Vocabulary:
    """The words, stems and marks that have vectors; position k of a list is row k + 2 (marks: k + 1)."""

    def __init__(self, words: Iterable[str], stems: Iterable[str], marks: Iterable[str]) -> None:
        self.words = {w: k for k, w in enumerate(words, start=2)}
        self.stems = {s: k for k, s in enumerate(stems, start=2)}
        self.marks = {m: k for k, m in enumerate(marks, start=1)}

    def encode(self, sentence: Sentence) -> Ids:
        """Rows of the three tables for each word: its own, its stem's, and that of the list which holds it."""
        words = sentence.words[:MOST_WORDS]
        ids = np.zeros((3, max(1, len(words))), dtype=np.int32)
        ids[:2] = UNKNOWN
        if words:
            ids[0] = [self.words.get(w, UNKNOWN) for w in words]
            ids[1] = [self.stems.get(stem(w), UNKNOWN) for w in words]
        for name in marks_of(sentence):
            ids[2, name[1] : name[2]] = self.marks.get(name[0], PADDING)
        return ids


def marks_of(sentence: Sentence) -> list[tuple[str, int, int]]:
    """Which listed words a sentence holds: name, first token, token behind the last."""
    return [
        (f"{name}:{hit.value[0]}/{hit.value[1]}", hit.first, hit.last)
        for name in LISTS
        for hit in sentence.hits.get(name, [])
    ]


def readable(title: Sentence, sentences: Sequence[Sentence]) -> list[Sentence]:
    """What the network reads of an article: the title and every sentence that holds a listed word."""
    return [title, *(s for s in sentences if any(name in s.hits for name in LISTS))]


def position(sentence: Sentence) -> int:
    """Where a sentence stands: 0 the title."""
    return min(sentence.index + 1, MOST_POSITIONS - 1)


def step_between(first: int, anchor: int) -> int:
    """The distance of a span from the act, signed by its side."""
    step = first - anchor
    return min(abs(step), MOST_STEPS - 1) + (MOST_STEPS if step < 0 else 0)


_LEAST_ROWS = 2  # the title and a sentence


@dataclass(frozen=True, slots=True)
class Overview:
    """What the network makes of the sentences of one article.

    `rows` maps a sentence's index to its row in the arrays: `attacks` and `steps`
    (log-odds that it tells one), `types` (probabilities of the attack types, in
    the network's order), `states` (its vector) and `tokens` (for each word what it
    says as a span, and as the act).
    """

    network: "Network"
    rows: dict[int, int]
    attacks: Array
    steps: Array
    types: Array
    states: Array
    tokens: list[npt.NDArray[np.float16]]

    @property
    def is_broad(self) -> bool:
        """Whether there is more than one sentence to read: what stands around is what the network knows better."""
        return len(self.rows) > _LEAST_ROWS

    def attack(self, index: int) -> float:
        """Log-odds that a sentence tells an attack."""
        return float(self.attacks[self.rows[index]])

    def step(self, index: int) -> float:
        """Log-odds that a sentence tells a milestone."""
        return float(self.steps[self.rows[index]])

    def types_of(self, index: int) -> dict[str, float]:
        """Probability of each type if the sentence tells an attack."""
        return dict(zip(self.network.types, map(float, self.types[self.rows[index]]), strict=True))

    def links(self, pairs: Sequence[tuple[int, int]], section: int) -> Array:
        """Log-odds that two sentences (by index, the earlier first) tell one event: of attacks 0, of milestones 1."""
        a = [self.rows[i] for i, _ in pairs]
        b = [self.rows[j] for _, j in pairs]
        gaps = [min(j - i, MOST_GAPS - 1) for i, j in pairs]
        return self.network.link(self.states, a, b, gaps, section)

    def roles(self, spans: Sequence[tuple[int, int, int]], acts: Mapping[int, Sequence[int]]) -> Array:
        """Log-odds of each role for spans (sentence's index, first token, token behind the last) of an event.

        `acts` gives for each sentence of the event the tokens that name the act.
        """
        event = self.states[[self.rows[i] for i in acts]].mean(axis=0)
        return self.network.role(self, event, spans, acts)


class Network:
    """The network's arrays and what it computes of them; names as in `flows/training/network_fitting.py`."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        names = {key: [str(n) for n in arrays[key]] for key in ("words", "stems", "marks", "types")}
        self.vocabulary = Vocabulary(names["words"], names["stems"], names["marks"])
        self.types = names["types"]
        self._a: dict[str, Array] = {k: arrays[k].astype(np.float32) for k in arrays if k not in names}

    def read(self, sentences: Sequence[Sentence]) -> Overview:
        """Read the title and the sentences worth reading (`readable`)."""
        a = self._a
        encoded = [self.vocabulary.encode(s) for s in sentences]
        seen = self._look_around(encoded)
        sums = np.stack([self._sum_up(tokens) for tokens in seen])
        states = self._in_context(sums, [position(s) for s in sentences])
        types = states @ a["types_weight"] + a["types_bias"]
        types = np.exp(types - types.max(axis=1, keepdims=True))
        both = np.hstack([a["role_span"], a["role_act"]])
        return Overview(
            self,
            {s.index: row for row, s in enumerate(sentences)},
            (states @ a["attack_weight"] + a["attack_bias"])[:, 0],
            (states @ a["step_weight"] + a["step_bias"])[:, 0],
            types / types.sum(axis=1, keepdims=True),
            states,
            [(tokens @ both).astype(np.float16) for tokens in seen],
        )

    def _look_around(self, encoded: Sequence[Ids]) -> list[Array]:
        """The vector of each word after both convolutions, sentence by sentence."""
        a = self._a
        pad = np.zeros((3, GAP), dtype=np.int32)
        ids = np.concatenate([pad, *(part for ids in encoded for part in (ids, pad))], axis=1)
        is_word = (ids[0] != PADDING)[:, None]
        x = a["word_table"][ids[0]] + a["stem_table"][ids[1]] + a["mark_table"][ids[2]]
        near = _convolve(x * is_word, a["near_weight"], a["near_bias"], 1) * is_word
        far = near + _convolve(near, a["far_weight"], a["far_bias"], 2) * is_word
        ends = np.cumsum([part.shape[1] + GAP for part in encoded])
        return [far[end - part.shape[1] : end] for part, end in zip(encoded, ends, strict=True)]

    def _sum_up(self, tokens: Array) -> Array:
        """One vector of a sentence: weighted means of its words under several weightings, and their maximum."""
        a = self._a
        weights = tokens @ a["look_weight"] + a["look_bias"]
        weights = np.exp(weights - weights.max(axis=0))
        means = (weights / weights.sum(axis=0)).T @ tokens
        whole = np.concatenate([means.ravel(), tokens.max(axis=0)])
        return _positive(whole @ a["sentence_weight"] + a["sentence_bias"])

    def _in_context(self, sums: Array, positions: list[int]) -> Array:
        """Each sentence's vector once it has seen the title and the sentences before and after it."""
        a = self._a
        x = np.hstack([sums + a["position_table"][positions], np.broadcast_to(sums[0], sums.shape)])
        forth = self._recur(x, "forth")
        back = self._recur(x[::-1], "back")[::-1]
        return _positive(np.hstack([sums, forth, back]) @ a["context_weight"] + a["context_bias"])

    def _recur(self, x: Array, way: str) -> Array:
        """A gated recurrent unit (Cho and others 2014) over the sentences in order."""
        a = self._a
        given = x @ a[f"{way}_in_weight"] + a[f"{way}_in_bias"]
        weight, bias = a[f"{way}_own_weight"], a[f"{way}_own_bias"]
        size = len(weight)
        state = np.zeros(size, dtype=np.float32)
        found = np.empty((len(x), size), dtype=np.float32)
        for k, inputs in enumerate(given):
            own = state @ weight + bias
            gates = 1 / (1 + np.exp(-(inputs[: 2 * size] + own[: 2 * size])))
            fresh = np.tanh(inputs[2 * size :] + gates[:size] * own[2 * size :])
            kept = gates[size:]
            state = (1 - kept) * fresh + kept * state
            found[k] = state
        return found

    def link(self, states: Array, first: list[int], second: list[int], gaps: list[int], section: int) -> Array:
        """Log-odds that pairs of sentences tell one event."""
        a = self._a
        one, two = (states @ a["link_first"])[first], (states @ a["link_second"])[second]
        both = (states[first] * states[second]) @ a["link_both"]
        hidden = _positive(np.asarray(one + two + both + a["gap_table"][gaps] + a["link_bias"], dtype=np.float32))
        return np.asarray(hidden @ a["link_out_weight"][:, section] + a["link_out_bias"][section])

    def role(
        self,
        seen: Overview,
        event: Array,
        spans: Sequence[tuple[int, int, int]],
        acts: Mapping[int, Sequence[int]],
    ) -> Array:
        """Log-odds of each of `ROLES` for each span, seen from the event."""
        a = self._a
        width = a["role_span"].shape[1]
        hidden = np.empty((len(spans), width), dtype=np.float32)
        around = seen.states @ a["role_sentence"]
        steps = []
        for k, (index, first, last) in enumerate(spans):
            row = seen.rows[index]
            tokens = seen.tokens[row]
            low, high = min(first, len(tokens) - 1), min(last, len(tokens)) - 1
            hidden[k] = around[row] + (tokens[low, :width] + tokens[max(low, high), :width]) / np.float32(2)
            anchor = nearest(acts.get(index, ()), low, len(tokens))
            steps.append(NO_ACT if anchor is None else step_between(low, anchor))
            if anchor is not None:
                hidden[k] += tokens[anchor, width:]
        hidden = _positive(hidden + event @ a["role_event"] + a["step_table"][steps] + a["role_bias"])
        return np.asarray(hidden @ a["role_out_weight"] + a["role_out_bias"])


def nearest(anchors: Sequence[int], first: int, length: int) -> int | None:
    """The act nearest to a span, of those that were read."""
    return min((at for at in anchors if at < length), key=lambda at: abs(at - first), default=None)


def _convolve(x: Array, weight: Array, bias: Array, reach: int) -> Array:
    """Each row from the one `reach` before, itself, and the one `reach` behind."""
    out = x @ weight[1] + bias
    out[reach:] += x[:-reach] @ weight[0]
    out[:-reach] += x[reach:] @ weight[2]
    return _positive(out)


def _positive(x: Array) -> Array:
    return np.maximum(x, 0, dtype=np.float32)
