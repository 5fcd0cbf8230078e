"""The invented county of three seeds, for instruments to find what is planted in it, all and no other."""

from __future__ import annotations

import pytest

from support.planted_county import SEEDS, Made, made_county


@pytest.fixture(scope="package", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("seed") / "example", request.param)
