import pytest
from scipy.stats import t

from webapp.agreement.student import t_quantile


def test_t_quantile_equals_scipy_for_every_df() -> None:
    dfs = [*range(1, 300), *range(300, 10_001, 211), 10_000]
    ours = [t_quantile(0.975, df) for df in dfs]
    assert ours == pytest.approx(t.ppf(0.975, dfs), rel=1e-11)


@pytest.mark.parametrize("probability", [0.5, 0.6, 0.9, 0.995, 0.9999])
def test_t_quantile_equals_scipy_for_other_probabilities(probability: float) -> None:
    dfs = [1, 2, 3, 10, 101]
    ours = [t_quantile(probability, df) for df in dfs]
    assert ours == pytest.approx(t.ppf(probability, dfs), rel=1e-10)


@pytest.mark.parametrize(("probability", "df"), [(1.0, 5), (0.4, 5), (0.975, 0)])
def test_t_quantile_refuses_what_it_cannot_compute(probability: float, df: int) -> None:
    with pytest.raises(ValueError, match="no t quantile"):
        t_quantile(probability, df)
