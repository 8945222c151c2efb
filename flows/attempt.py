"""Extraction of one article, a fault of the program told in one line instead of ending the run."""

import gc
import itertools
import traceback
from pathlib import Path

from transforms.coding import Coding, code_article
from transforms.schema import Article
from transforms.seeds import SeedError

WARM = 64  # articles by which the word lists and models are read
_coded = itertools.count(1)


class UncodedError(ValueError):
    """An article on which extraction failed; the message says where to look."""


def coding_of(article: Article) -> Coding:
    """The article's coding, or UncodedError; SeedError where a word list is at fault, not the article."""
    if next(_coded) == WARM:
        gc.freeze()  # the collector need not walk through them again and again: an eighth of the time
    try:
        return code_article(article)
    except SeedError:
        raise
    except Exception as error:  # whatever it is: one article must not end a long run
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}:{at.lineno}, article {article.article_id}"
        raise UncodedError(f"not coded: {type(error).__name__}: {error} ({place})") from None
