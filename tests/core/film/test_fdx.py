"""Final Draft's own files."""

from __future__ import annotations

import pytest

from production_canvas.errors import UnreadableScript
from production_canvas.film.reading import read_script
from production_canvas.film.script import Script

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5">
 <Content>
  <Paragraph Number="1" Type="Scene Heading">
   <SceneProperties Length="1 3/8" Page="1" Title=""><Summary><Paragraph><Text>Mara waits.</Text></Paragraph></Summary>
   </SceneProperties>
   <Text>Int. Barn - </Text><Text RevisionID="2">Night</Text>
  </Paragraph>
  <Paragraph Type="Action">
   <ScriptNote><Paragraph Type="General"><Text>Whose barn?</Text></Paragraph></ScriptNote>
   <Text Style="Bold">Rain &amp; wind.</Text>
  </Paragraph>
  <Paragraph><DualDialogue>
   <Paragraph Type="Character"><Text>Mara (V.O.)</Text></Paragraph>
   <Paragraph Type="Dialogue"><Text>Listen.</Text></Paragraph>
   <Paragraph Type="Character"><Text>TOMAS</Text></Paragraph>
   <Paragraph Type="Parenthetical"><Text>(low)</Text></Paragraph>
   <Paragraph Type="Dialogue"><Text>No.</Text></Paragraph>
  </DualDialogue></Paragraph>
  <Paragraph Number="1A" Type="Scene Heading"><SceneProperties Length="2/8"/><Text>EXT. YARD - DAWN</Text>
   <OmittedScene><Paragraph Type="Action"><Text>Never seen.</Text></Paragraph></OmittedScene>
  </Paragraph>
  <Paragraph Alignment="Center" Type="General" StartsNewPage="Yes"><Text>THE END</Text></Paragraph>
 </Content>
 <HeaderAndFooter><Header><Paragraph><Text>Blue draft</Text></Paragraph></Header></HeaderAndFooter>
 <TitlePage><Content>
  <Paragraph Alignment="Center"><Text>The Barn</Text></Paragraph>
  <Paragraph/><Paragraph Alignment="Center"><Text>Written by</Text></Paragraph>
  <Paragraph Alignment="Center"><Text>A. Author</Text></Paragraph>
 </Content></TitlePage>
</FinalDraft>"""


def read(text: str = FILE) -> Script:
    return read_script(text.encode(), "barn.fdx")


def test_paragraphs_become_elements_in_their_order_with_notes_and_summaries_behind_theirs() -> None:
    assert [(element.kind, element.text) for element in read().elements] == [
        ("heading", "INT. BARN - NIGHT"),
        ("synopsis", "Mara waits."),
        ("action", "Rain & wind."),
        ("note", "Whose barn?"),
        ("cue", "MARA (V.O.)"),
        ("dialogue", "Listen."),
        ("cue", "TOMAS"),
        ("parenthetical", "(low)"),
        ("dialogue", "No."),
        ("heading", "EXT. YARD - DAWN"),
        ("page_break", ""),
        ("centered", "THE END"),
    ]


def test_scenes_have_final_drafts_numbers_and_lengths() -> None:
    script = read()
    assert [(scene.number, scene.place, scene.time, scene.eighths, scene.synopsis) for scene in script.scenes] == [
        ("1", "BARN", "NIGHT", 11, "Mara waits."),
        ("1A", "YARD", "DAWN", 2, ""),
    ]
    assert (script.title, dict(script.title_page)["Author"], script.pages) == ("The Barn", "A. Author", 1.6)


def test_people_and_speeches_side_by_side_are_counted() -> None:
    script = read()
    assert [(person.name, person.cues) for person in script.characters] == [("MARA", 1), ("TOMAS", 1)]
    assert (script.cues, script.dual_dialogues) == (2, 1)


def test_line_numbers_are_those_of_the_text_as_it_reads() -> None:
    script = read()
    assert [script.lines[element.line_from - 1 : element.line_to] for element in script.elements if element.text] == [
        tuple(element.text.split("\n")) for element in script.elements if element.text
    ]
    assert script.lines[:4] == ("INT. BARN - NIGHT", "", "Mara waits.", "")


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]>', "declares a document type"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd">', "declares a document type"),
    ],
)
def test_document_types_and_entities_are_refused(before: str, says: str) -> None:
    with pytest.raises(UnreadableScript, match=says):
        read(FILE.replace("<FinalDraft", f"{before}<FinalDraft", 1))


def test_towers_of_tags_and_unknown_encodings_are_refused() -> None:
    with pytest.raises(UnreadableScript, match="nests more than 64 levels"):
        read("<FinalDraft>" + "<a>" * 100)
    with pytest.raises(UnreadableScript, match="encoding nobody knows"):
        read("<?xml version='1.0' encoding='klingon'?><FinalDraft/>")


def test_lengths_that_cannot_be_true_are_not_believed() -> None:
    assert read(FILE.replace("1 3/8", "900")).scenes[0].eighths < 20
