"""Trains the networks that read whole articles; needs PyTorch.

    python -m flows.train_network ARTICLES:LABELS [ARTICLES:LABELS ...] --out DIR

Before the other models (`flows/train.py --networks DIR`), which learn from what
networks say that have not seen an article: one a fold, and last the one that has
seen all. Word vectors
are learnt from all articles of the first file, labelled or not.
"""

import argparse
import sys
import time
from pathlib import Path

from flows.training.examples import FOLDS, read_articles, read_examples
from flows.training.fitting import write_arrays
from flows.training.lessons import STEP_TYPES, TYPES, lesson, words_in
from flows.training.network_fitting import WIDTH, Reader, fit_reader, to_arrays
from flows.training.word_vectors import learn_vectors
from transforms.network import Vocabulary

LEAST, MOST = 6, 20_000  # times that a word must occur to have a vector of its own, and how many have


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", metavar="ARTICLES:LABELS")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--only", type=int, nargs="*", choices=range(FOLDS + 1), help=f"folds; {FOLDS} leaves out none")
    args = parser.parse_args()
    started = time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {text}", file=sys.stderr, flush=True)

    stems, vectors = learn_vectors(read_articles(args.pairs[0].split(":")[0]), WIDTH)
    say(f"{len(stems)} stems")
    attacks, steps = (read_examples(args.pairs, section) for section in ("attacks", "milestones"))
    words, marks = words_in((e.article for e in attacks), LEAST, MOST)
    vocabulary = Vocabulary(words, stems, marks)
    lessons = [lesson(a, s, vocabulary) for a, s in zip(attacks, steps, strict=True)]
    say(f"{len(lessons)} articles, {sum(len(x.spans) for x in lessons)} spans")
    names = {"words": words, "stems": stems, "marks": marks, "types": TYPES}

    def make() -> Reader:
        return Reader(len(words), vectors, len(marks), len(TYPES), len(STEP_TYPES))

    for fold in args.only or range(FOLDS + 1):
        reader = fit_reader([x for x in lessons if x.fold != fold and len(x.sentences) > 1], make, say)
        arrays = to_arrays(reader, names)
        write_arrays(args.out, "network" if fold == FOLDS else f"network_{fold}", arrays)
    return 0


if __name__ == "__main__":
    sys.exit(main())
