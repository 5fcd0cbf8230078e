"""The invented county as it is kept."""

from __future__ import annotations

import pytest

from support.planted_county import Made, made_county


@pytest.fixture(scope="package")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_county(tmp_path_factory.mktemp("kept") / "example", "as kept")
