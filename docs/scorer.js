// Guides come before the reference in search results. The figures are Sphinx's own.
var Scorer = {
  score: ([page, , , , score]) => (/^(reference|runtime)\//.test(page) ? score - 25 : score),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
