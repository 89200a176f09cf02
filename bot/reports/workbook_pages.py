"""What every page of a workbook to fill in shares: two columns, protection, paper, and how high a text will be."""

from math import ceil

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

LABEL_WIDTH, CONTENT_WIDTH = 33, 92
"""Characters of the two columns that are seen."""
LINE = 12.75
"""Points of a line of text."""
DARK = "1D3557"
FONT = "Calibri"
A4 = 9


def height(words: str) -> float:
    """Points that a text takes in the wide column: no sheet measures it before somebody opens the file."""
    lines = sum(max(1, ceil(len(line) / (1.2 * CONTENT_WIDTH))) for line in words.split("\n"))
    return lines * LINE + 4


def protect(page: Worksheet) -> None:
    """Let only the cells to fill in be changed, and heights and widths. There is no password: it is a courtesy."""
    page.protection.sheet = True
    page.protection.formatRows = page.protection.formatColumns = False


def printed(page: Worksheet, name: str) -> None:
    """Let it fit the width of a sheet of A4, with a name and page numbers below."""
    page.page_setup.orientation, page.page_setup.paperSize = "portrait", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    here = _HeaderFooterPart(name.replace("&", "&&"))  # an ampersand would begin one of Excel's codes
    page.oddFooter = HeaderFooterItem(left=here, right=_HeaderFooterPart("Page &P of &N"))
    page.sheet_view.showGridLines = False
