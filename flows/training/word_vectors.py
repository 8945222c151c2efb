"""Vectors of stems, learnt from articles without labels: what stands in the same company lies close.

Positive pointwise mutual information of stems within a window, reduced by a
truncated singular value decomposition (Levy and Goldberg 2014).
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

from flows.training.fitting import SEED
from transforms.network import Array
from transforms.schema import Article
from transforms.text import normalise
from transforms.tokens import sentence_spans, split_words, stem

WINDOW = 5  # words on either side; nearer ones count more
LEAST = 8  # times that a stem must occur
MOST = 30_000  # stems
SMOOTHING = 0.75  # of the counts of context stems (Levy, Goldberg, Dagan 2015)


def learn_vectors(articles: Iterable[Article], size: int) -> tuple[list[str], Array]:
    """Stems, the most frequent first, and their vectors, spread to a standard deviation of one."""
    sentences = [words for article in articles for words in _sentences(article)]
    counts = Counter(word for words in sentences for word in words)
    stems = [w for w, n in counts.most_common(MOST) if n >= LEAST]
    index = {w: k for k, w in enumerate(stems)}
    between = [-1] * WINDOW
    line = np.array([k for words in sentences for k in (*(index.get(w, -1) for w in words), *between)], dtype=np.int32)
    left, values, _ = randomized_svd(_information(line, len(stems)), size, n_iter=3, random_state=SEED)
    vectors = left * np.sqrt(values)
    return stems, (vectors / vectors.std()).astype(np.float32)


def _sentences(article: Article) -> Iterator[list[str]]:
    text = normalise(article.text).text
    for start, end in sentence_spans(text):
        words = [stem(w) for w in split_words(text, start, end)]
        yield [w for w in words if not any(letter.isdigit() for letter in w)]


def _information(line: "np.ndarray[tuple[int], np.dtype[np.int32]]", size: int) -> csr_matrix:
    """How much oftener than by chance two stems stand together; -1 in the line stands between sentences."""
    together = csr_matrix((size, size), dtype=np.float32)
    for step in range(1, WINDOW + 1):
        a, b = line[:-step], line[step:]
        both = (a >= 0) & (b >= 0)
        weights = np.full(int(both.sum()), 1.2 - 0.2 * step, dtype=np.float32)
        found = coo_matrix((weights, (a[both], b[both])), shape=(size, size)).tocsr()
        together = together + found + found.T
    own = np.asarray(together.sum(axis=1)).ravel()
    smooth = own**SMOOTHING
    smooth *= own.sum() / smooth.sum()
    pairs = together.tocoo()
    value = np.log(pairs.data * own.sum() / (own[pairs.row] * smooth[pairs.col]))
    kept = value > 0
    return csr_matrix((value[kept], (pairs.row[kept], pairs.col[kept])), shape=(size, size))
