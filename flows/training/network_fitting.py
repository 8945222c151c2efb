"""Fits the network of `transforms/network.py`; needs PyTorch.

The module computes what `transforms.network.Network` computes, over several
articles at once; a test holds the two to the same figures.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.training.fitting import SEED, Arrays
from transforms.network import GAP, MOST_GAPS, MOST_POSITIONS, NO_ACT, ROLES, UNKNOWN, Array, Ids

WIDTH = 128  # of every vector
LOOKS = 4  # weightings of a sentence's words
ROLE_WIDTH = 64
ROUNDS, BATCH, RATE = 5, 16, 2e-3
DROPOUT, FORGOTTEN_WORDS = 0.35, 0.1
DECAY = 0.02  # of all weights but the tables


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of words that may fill a role of an event: rows are those of the article as read."""

    row: int
    first: int
    last: int  # its last token
    act: int  # token of the nearest act in the row, -1 without one
    step: int  # the distance to it: `step_between`, `NO_ACT`
    event: tuple[int, ...]  # rows of the event
    role: int
    fills: bool


@dataclass(slots=True)
class Lesson:
    """A labelled article as the network reads it; row 0 is the title."""

    sentences: list[Ids]
    positions: list[int]
    attacks: dict[int, set[int]]  # row → numbers of the types of the attacks it tells
    steps: dict[int, set[int]]  # the same of milestones
    pairs: list[tuple[int, int, int, int, bool]]  # two rows that tell events, sentences between, section, same event
    spans: list[Span]
    fold: int


class Reader(nn.Module):  # type: ignore[misc,unused-ignore]
    """The network as PyTorch trains it."""

    def __init__(self, words: int, vectors: Array, marks: int, types: int, step_types: int) -> None:
        super().__init__()
        d, r = WIDTH, ROLE_WIDTH
        self.words = nn.Embedding(words + 2, d, padding_idx=0)
        self.stems = nn.Embedding(len(vectors) + 2, d, padding_idx=0)
        self.marks = nn.Embedding(marks + 1, d, padding_idx=0)
        nn.init.zeros_(self.words.weight)
        nn.init.normal_(self.marks.weight, std=0.3)
        with torch.no_grad():
            self.stems.weight.zero_()
            self.stems.weight[2:] = torch.from_numpy(vectors) / 2
            self.marks.weight[0] = 0
        self.near, self.far = nn.Conv1d(d, d, 3, padding=1), nn.Conv1d(d, d, 3, padding=2, dilation=2)
        self.look, self.sentence = nn.Linear(d, LOOKS), nn.Linear((LOOKS + 1) * d, d)
        self.position = nn.Embedding(MOST_POSITIONS, d)
        self.recur = nn.GRU(2 * d, d, batch_first=True, bidirectional=True)
        self.context = nn.Linear(3 * d, d)
        self.attack, self.step = nn.Linear(d, 1), nn.Linear(d, 1)
        self.types, self.step_types = nn.Linear(d, types), nn.Linear(d, step_types)
        self.link_first, self.link_second = nn.Linear(d, d), nn.Linear(d, d, bias=False)
        self.link_both, self.link_out = nn.Linear(d, d, bias=False), nn.Linear(d, 2)
        self.gap = nn.Embedding(MOST_GAPS, d)
        self.role_span, self.role_act = nn.Linear(d, r), nn.Linear(d, r, bias=False)
        self.role_sentence, self.role_event = nn.Linear(d, r, bias=False), nn.Linear(d, r, bias=False)
        self.steps, self.role_out = nn.Embedding(NO_ACT + 1, r), nn.Linear(r, len(ROLES))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, batch: "Batch") -> tuple[Tensor, Tensor]:
        """The words' vectors [tokens, WIDTH] and the sentences' [articles, rows, WIDTH]."""
        ids = batch.ids
        is_word = (ids[0] > 0).float()[:, None]
        x = self.drop(self.words(ids[0]) + self.stems(ids[1]) + self.marks(ids[2])) * is_word
        near = functional.relu(self.near(x.T[None])[0].T) * is_word
        far = near + functional.relu(self.far(self.drop(near).T[None])[0].T) * is_word
        sums = self._sum_up(far, batch)
        rows = sums.new_zeros(len(batch.lengths) * batch.depth, WIDTH).index_put((batch.slots,), sums)
        rows = rows.view(len(batch.lengths), batch.depth, WIDTH)
        title = rows[:, :1].expand(-1, batch.depth, -1)
        x = self.drop(torch.cat([rows + self.position(batch.positions), title], 2))
        packed = nn.utils.rnn.pack_padded_sequence(x, batch.lengths, batch_first=True, enforce_sorted=False)
        around = nn.utils.rnn.pad_packed_sequence(self.recur(packed)[0], batch_first=True, total_length=batch.depth)[0]
        return far, self.drop(functional.relu(self.context(self.drop(torch.cat([rows, around], 2)))))

    def _sum_up(self, tokens: Tensor, batch: "Batch") -> Tensor:
        owner, count = batch.owner, len(batch.slots)
        inside = owner >= 0
        tokens, owner = tokens[inside], owner[inside]
        weights = torch.exp(self.look(tokens))
        total = weights.new_zeros(count, LOOKS).index_add(0, owner, weights)
        shares = weights / total[owner]
        means = [
            tokens.new_zeros(count, WIDTH).index_add(0, owner, tokens * shares[:, k : k + 1]) for k in range(LOOKS)
        ]
        most = tokens.new_zeros(count, WIDTH).index_reduce(0, owner, tokens, "amax")
        return functional.relu(self.sentence(self.drop(torch.cat([*means, most], 1))))

    def link(self, first: Tensor, second: Tensor, gaps: Tensor) -> Tensor:
        hidden = self.link_first(first) + self.link_second(second) + self.link_both(first * second) + self.gap(gaps)
        scores: Tensor = self.link_out(self.drop(functional.relu(hidden)))
        return scores

    def role(self, span: Tensor, act: Tensor, sentence: Tensor, event: Tensor, steps: Tensor) -> Tensor:
        hidden = self.role_span(span) + self.role_act(act) + self.role_sentence(sentence) + self.role_event(event)
        scores: Tensor = self.role_out(self.drop(functional.relu(hidden + self.steps(steps))))
        return scores


@dataclass(slots=True)
class Batch:
    """Articles laid end to end, `GAP` tokens of padding between sentences."""

    lessons: list[Lesson]
    ids: Tensor  # [3, tokens]
    owner: Tensor  # sentence of each token, -1 between sentences
    starts: list[list[int]]  # first token of each row of each article
    slots: Tensor  # where each sentence goes among articles times rows
    positions: Tensor
    lengths: Tensor
    depth: int  # rows of the longest article


def batch_of(lessons: list[Lesson], forget: np.random.Generator | None = None) -> Batch:
    depth = max(len(x.sentences) for x in lessons)
    pad = np.zeros((3, GAP), dtype=np.int32)
    parts, owner = [pad], [-1] * GAP
    starts: list[list[int]] = []
    slots: list[int] = []
    positions = np.zeros((len(lessons), depth), dtype=np.int64)
    for k, lesson in enumerate(lessons):
        starts.append([])
        positions[k, : len(lesson.positions)] = lesson.positions
        for row, ids in enumerate(lesson.sentences):
            starts[-1].append(len(owner))
            owner += [len(slots)] * ids.shape[1] + [-1] * GAP
            slots.append(k * depth + row)
            parts += [ids, pad]
    ids = np.concatenate(parts, axis=1).astype(np.int64)
    if forget is not None:
        for table in (0, 1):
            ids[table][(forget.random(ids.shape[1]) < FORGOTTEN_WORDS) & (ids[0] > 0)] = UNKNOWN
    return Batch(
        lessons,
        torch.from_numpy(ids),
        torch.tensor(owner),
        starts,
        torch.tensor(slots),
        torch.from_numpy(positions),
        torch.tensor([len(x.sentences) for x in lessons]),
        depth,
    )


def fit_reader(lessons: Sequence[Lesson], make: Callable[[], Reader], say: Callable[[str], None]) -> Reader:
    """The network learnt from these articles; the same ones give the same network."""
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    shuffle, forget = random.Random(SEED), np.random.default_rng(SEED)
    reader = make()
    tables = [reader.words.weight, reader.stems.weight, reader.marks.weight]
    rest = [p for p in reader.parameters() if all(p is not t for t in tables)]
    optimiser = torch.optim.AdamW(
        [{"params": rest, "weight_decay": DECAY}, {"params": tables, "weight_decay": 0.0}], lr=RATE
    )
    total = ROUNDS * -(-len(lessons) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=total + 1, pct_start=0.15)
    for number in range(ROUNDS):
        reader.train()
        losses = []
        for part in _shuffled(list(lessons), shuffle):
            lost = loss_of(reader, batch_of(part, forget))
            optimiser.zero_grad()
            lost.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            losses.append(float(lost.detach()))
        say(f"round {number + 1} of {ROUNDS}: loss {np.mean(losses):.3f}")
    reader.eval()
    return reader


def _shuffled(lessons: list[Lesson], shuffle: random.Random) -> Iterator[list[Lesson]]:
    shuffle.shuffle(lessons)
    yield from (lessons[at : at + BATCH] for at in range(0, len(lessons), BATCH))


# How much each question counts in what the network learns.
TOLD, TYPES, STEP_TYPES, LINKS, FIELDS = 2.0, 0.5, 0.15, 0.5, 1.0


def loss_of(reader: Reader, batch: Batch) -> Tensor:
    """What the network gets wrong on a batch, all questions together."""
    tokens, states = reader(batch)
    body = torch.zeros(states.shape[:2], dtype=torch.bool)
    for k, lesson in enumerate(batch.lessons):
        body[k, 1 : len(lesson.sentences)] = True
    lost = states.sum() * 0
    for told, types, names, weight in (
        (reader.attack, reader.types, "attacks", TYPES),
        (reader.step, reader.step_types, "steps", STEP_TYPES),
    ):
        answers = torch.zeros(states.shape[:2])
        shares = torch.zeros((*states.shape[:2], types.out_features))
        for k, lesson in enumerate(batch.lessons):
            for row, kinds in getattr(lesson, names).items():
                answers[k, row] = 1.0
                shares[k, row, sorted(kinds)] = 1 / len(kinds)
        if body.any():
            lost = lost + TOLD * functional.binary_cross_entropy_with_logits(told(states)[..., 0][body], answers[body])
        if answers.any():
            chances = functional.log_softmax(types(states[answers > 0]), -1)
            lost = lost - weight * (chances * shares[answers > 0]).sum(-1).mean()
    return lost + LINKS * _link_loss(reader, batch, states) + FIELDS * _role_loss(reader, batch, tokens, states)


def _link_loss(reader: Reader, batch: Batch, states: Tensor) -> Tensor:
    pairs = [(k, *pair) for k, lesson in enumerate(batch.lessons) for pair in lesson.pairs]
    if not pairs:
        return states.sum() * 0
    k, a, b, gaps, section, same = torch.tensor(pairs).T
    scores = reader.link(states[k, a], states[k, b], gaps.clamp(max=MOST_GAPS - 1))
    return functional.binary_cross_entropy_with_logits(scores.gather(1, section[:, None])[:, 0], same.float())


def _role_loss(reader: Reader, batch: Batch, tokens: Tensor, states: Tensor) -> Tensor:
    spans = [(k, s) for k, lesson in enumerate(batch.lessons) for s in lesson.spans]
    if not spans:
        return states.sum() * 0
    start = [batch.starts[k][s.row] for k, s in spans]
    first = torch.tensor([at + s.first for at, (_, s) in zip(start, spans, strict=True)])
    last = torch.tensor([at + s.last for at, (_, s) in zip(start, spans, strict=True)])
    has_act = torch.tensor([s.act >= 0 for _, s in spans]).float()[:, None]
    act = torch.tensor([at + max(s.act, 0) for at, (_, s) in zip(start, spans, strict=True)])
    rows = states[torch.tensor([k for k, _ in spans]), torch.tensor([s.row for _, s in spans])]
    events = torch.stack([states[k, list(s.event)].mean(0) for k, s in _distinct(spans)])
    number = {key: n for n, key in enumerate(dict.fromkeys((k, s.event) for k, s in spans))}
    event = events[torch.tensor([number[k, s.event] for k, s in spans])]
    scores = reader.role(
        (tokens[first] + tokens[last]) / 2,
        tokens[act] * has_act,
        rows,
        event,
        torch.tensor([s.step for _, s in spans]),
    )
    roles = torch.tensor([s.role for _, s in spans])
    fills = torch.tensor([float(s.fills) for _, s in spans])
    return functional.binary_cross_entropy_with_logits(scores.gather(1, roles[:, None])[:, 0], fills)


def _distinct(spans: list[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """One span of each event."""
    return list({(k, s.event): (k, s) for k, s in reversed(spans)}.values())[::-1]


def to_arrays(reader: Reader, names: dict[str, list[str]]) -> Arrays:
    """The network's arrays under the names that `transforms.network.Network` reads."""
    w: dict[str, Any] = {key: value.detach().numpy() for key, value in reader.state_dict().items()}
    found: Arrays = {key: np.array(value, dtype=str) for key, value in names.items()}
    tables = {"word": "words", "stem": "stems", "mark": "marks", "position": "position", "gap": "gap", "step": "steps"}
    found |= {f"{key}_table": w[f"{name}.weight"] for key, name in tables.items()}
    for key in ("near", "far"):
        found |= {f"{key}_weight": w[f"{key}.weight"].transpose(2, 1, 0), f"{key}_bias": w[f"{key}.bias"]}
    for key in ("look", "sentence", "context", "attack", "step", "types", "link_out", "role_out"):
        found |= {f"{key}_weight": w[f"{key}.weight"].T, f"{key}_bias": w[f"{key}.bias"]}
    for key in ("link_first", "link_second", "link_both", "role_span", "role_act", "role_sentence", "role_event"):
        found[key] = w[f"{key}.weight"].T
    found |= {"link_bias": w["link_first.bias"], "role_bias": w["role_span.bias"]}
    for key, suffix in (("forth", ""), ("back", "_reverse")):
        for name, part in (("in", "ih"), ("own", "hh")):
            found[f"{key}_{name}_weight"] = w[f"recur.weight_{part}_l0{suffix}"].T
            found[f"{key}_{name}_bias"] = w[f"recur.bias_{part}_l0{suffix}"]
    return {key: value if value.dtype.kind == "U" else value.astype(np.float16) for key, value in found.items()}
