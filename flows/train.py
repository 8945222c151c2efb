"""Trains the models of extraction and writes them to `seeds/weights/`.

    python -m flows.train ARTICLES:LABELS [ARTICLES:LABELS ...] [--out DIR]

Training is reproducible: the same files give the same bytes.
"""

import argparse
import sys
import time
from pathlib import Path

from flows.training.attack_models import train_attacks
from flows.training.examples import read_votes
from flows.training.fitting import write_arrays
from flows.training.gate_model import train_gate
from flows.training.step_models import train_milestones
from transforms import learned

TRAINERS = {"gate": train_gate, "attacks": train_attacks, "milestones": train_milestones}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", metavar="ARTICLES:LABELS")
    parser.add_argument(
        "--votes", nargs="*", default=[], metavar="FILE", help="single sentences with annotators' votes"
    )
    parser.add_argument("--out", type=Path, default=learned.WEIGHTS)
    parser.add_argument("--sections", nargs="+", default=list(TRAINERS), choices=list(TRAINERS))
    args = parser.parse_args()
    started = time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {text}", file=sys.stderr)

    votes = [vote for path in args.votes for vote in read_votes(path)]
    models = {
        name: arrays for section in args.sections for name, arrays in TRAINERS[section](args.pairs, votes, say).items()
    }
    for name, arrays in models.items():
        write_arrays(args.out, name, arrays)
    say(f"{len(models)} models in {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
