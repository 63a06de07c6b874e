"""The shipped model: one folder with a manifest, the word pieces, the int8 encoder and the heads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from walkback.core.errors import BundleError
from walkback.reading.decode import Floats

Curve = Sequence[tuple[float, float]]
FORMAT = 4
FILES = ("vocab.txt", "encoder.int8.onnx", "heads.npz")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A model on disk, checked against its manifest.

    settings: the thresholds chosen on dev; curves: by name, points from a raw score to the share that is right.
    """

    folder: Path
    name: str
    settings: Mapping[str, float]
    curves: Mapping[str, Curve]

    def heads(self) -> dict[str, Floats]:
        """Weights of all heads by name, as float32."""
        with np.load(self.folder / "heads.npz") as stored:
            return {key: stored[key].astype(np.float32) for key in stored.files}


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def shipped() -> Path:
    """The folder of the model that comes with the package."""
    return Path(str(resources.files("walkback.reading"))) / "bundle"


def open_bundle(folder: Path | None = None) -> Bundle:
    """The bundle in a folder (the shipped one, unless told).

    Raises BundleError for a missing or damaged file, or a format this version does not know.
    """
    folder = folder or shipped()
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BundleError(f"no readable manifest.json in {folder}: {error}", hint="install walkback again") from error
    if manifest.get("format") != FORMAT:
        raise BundleError(
            f"model bundle {folder} has format {manifest.get('format')!r}, this version reads {FORMAT}",
            hint="install the walkback version that the model was made for",
        )
    for name in FILES:
        path = folder / name
        if not path.is_file() or digest(path) != manifest["sha256"].get(name):
            raise BundleError(f"{path} is missing or damaged", hint="install walkback again")
    return Bundle(folder, manifest["name"], manifest["settings"], manifest.get("curves", {}))
