"""Trains the models of extraction and writes them to `seeds/weights/`.

    python -m flows.train ARTICLES:LABELS [ARTICLES:LABELS ...] --networks DIR [--out DIR]

DIR is what `flows/train_network.py` has learnt from the same articles.

Training is reproducible: the same files give the same bytes.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from flows.training.attack_models import train_attacks
from flows.training.fitting import write_arrays
from flows.training.gate_model import train_gate
from flows.training.material import Material
from flows.training.step_models import train_milestones
from transforms import learned

TRAINERS = {"gate": train_gate, "attacks": train_attacks, "milestones": train_milestones}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", metavar="ARTICLES:LABELS")
    parser.add_argument(
        "--votes", nargs="*", default=[], metavar="FILE", help="single sentences with annotators' votes"
    )
    parser.add_argument("--networks", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=learned.WEIGHTS)
    parser.add_argument("--sections", nargs="+", default=list(TRAINERS), choices=list(TRAINERS))
    args = parser.parse_args()
    started = time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {text}", file=sys.stderr)

    material = Material.of(args.pairs, args.votes, args.networks)
    models = {name: arrays for section in args.sections for name, arrays in TRAINERS[section](material, say).items()}
    for name, arrays in models.items():
        write_arrays(args.out, name, arrays)
    shutil.copyfile(args.networks / "network.npz", args.out / "network.npz")
    say(f"{len(models)} models in {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
