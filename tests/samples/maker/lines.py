"""Lines of cells with a delimiter between them."""

from .columns import cells


def plain(cell):
    """The cell as it is."""
    return cell


def minimal(delimiter):
    """RFC 4180: quotes only where they are needed, a quote within doubled."""

    def quoted(cell):
        if any(c in cell for c in (delimiter, '"', "\n", "\r")):
            return all_quoted(cell)
        return cell

    return quoted


def all_quoted(cell):
    """Quotes round the cell, a quote within doubled."""
    return '"' + cell.replace('"', '""') + '"'


def header(columns, delimiter, quote=plain):
    """The line of the columns' names."""
    return delimiter.join(quote(col.header) for col in columns)


def rows(columns, records, delimiter, quote=plain):
    """A line for each record."""
    return [delimiter.join(quote(cell) for cell in cells(columns, r)) for r in records]


def text(lines, end="\n", encoding="utf-8"):
    """The lines as a file's bytes."""
    return "".join(line + end for line in lines).encode(encoding)


def csv_text(columns, records, delimiter=",", with_header=True, end="\n", encoding="utf-8", quote=None):
    """Delimited text with its header, quoted where needed."""
    quote = quote or minimal(delimiter)
    head = [header(columns, delimiter, quote)] if with_header else []
    return text(head + rows(columns, records, delimiter, quote), end, encoding)
