"""`python -m production_canvas.media.intake FILE FOLDER`: opens a file that nobody has looked at yet.

A process of its own with limits on time, memory and what it may write. Prints what it found as JSON: either
`refused`, a sentence, or `mime`, `sort` and `facts`. What it made lies in the folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from av.error import FFmpegError

from production_canvas.media import clips, pictures, sniffing, sounds
from production_canvas.media.clips import DAMAGED
from production_canvas.media.limits import end_with_parent, limit
from production_canvas.media.sniffing import HEADER, NotMedia


def take_in(source: Path, folder: Path) -> dict[str, Any]:
    """What the file is and what was made of it: `file` (a picture written anew), `thumb`, `proxy`, `waveform`."""
    with source.open("rb") as file:
        sort, mime = sniffing.told_by(file.read(HEADER))
    if sort == "image":
        found = pictures.rewrite(source, mime, folder / "file", folder / "thumb")
        return {"sort": sort, "mime": mime, "facts": found}
    found = clips.facts(source, mime)
    seen = "width" in found
    if seen:
        clips.still(source, mime, found["duration"], folder / "thumb")
        if not clips.plays(mime, found, clips.first_frame(source, mime).format.name):
            clips.write_proxy(source, mime, found, folder / "proxy")
    if "sound" in found:
        sounds.write_waveform(source, mime, folder / "waveform", found["duration"])
    mime = mime if seen else mime.replace("video/", "audio/").replace("quicktime", "mp4")
    return {"sort": "video" if seen else "audio", "mime": mime, "facts": found}


def main() -> None:
    source, folder, seconds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    end_with_parent()
    limit(seconds)
    try:
        told = take_in(source, folder)
    except NotMedia as error:
        told = {"refused": str(error)}
    except (FFmpegError, MemoryError):
        told = {"refused": DAMAGED}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
