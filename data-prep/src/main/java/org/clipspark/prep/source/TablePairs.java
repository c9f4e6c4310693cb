package org.clipspark.prep.source;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** Some rows of a table with their images, which lie beside the table or are still to be fetched. */
final class TablePairs implements Iterator<SourcePair> {
    private static final char REPLACEMENT = '\uFFFD';

    private final TablePart part;
    private final Configuration hadoop;
    private final CaptionTemplates templates;
    private final TableLines lines;

    TablePairs(TablePart part, Configuration hadoop) {
        this.part = part;
        this.hadoop = hadoop;
        templates = new CaptionTemplates(part.config().templates());
        lines = new TableLines(part.file(), part.columns(), hadoop);
        // Lines have no fixed length: those in front are read and passed over.
        while (lines.hasNext() && lines.position() < part.rows().first()) {
            lines.next();
        }
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext() && lines.position() < part.rows().end();
    }

    @Override
    public SourcePair next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return pair(lines.next());
    }

    private SourcePair pair(TableLine line) {
        if (!line.broken().isEmpty()) {
            return BrokenFile.at(line.origin(), new IOException(line.broken()));
        }
        String path = cell(line, "image");
        String named = cell(line, "key");
        String key = !named.isEmpty() ? named : path.isEmpty() ? line.origin().key() : path;
        Optional<Integer> label = label(cell(line, "label"));
        if (label.isEmpty()) {
            return SourcePair.rejected(line.origin(), key, PairText.NONE, Labels.invalid(cell(line, "label")));
        }
        String caption = cell(line, "caption");
        String url = cell(line, "url");
        PairText text = new PairText(
                caption.isEmpty() ? List.of() : List.of(caption),
                url.isEmpty() ? path : url,
                label.get(),
                cell(line, "class"));
        if (String.join("", line.cells()).indexOf(REPLACEMENT) >= 0) {
            return SourcePair.rejected(
                    line.origin(), key, text, new RowStatus("invalid_utf8", "the line is not UTF-8 text"));
        }
        return part.columns().indices().containsKey("image")
                ? image(line, key, path, templates.fill(text, key))
                : SourcePair.linked(line.origin(), key, templates.fill(text, key));
    }

    private String cell(TableLine line, String role) {
        return part.columns().cell(line.cells(), role);
    }

    private SourcePair image(TableLine line, String key, String path, PairText text) {
        Path table = new Path(line.table());
        try {
            Path file = new Path(table.getParent(), path);
            if (FileBytes.isOnSameFileSystem(file, table)) {
                return FileBytes.pair(line.origin(), key, text, file, part.maxImageBytes(), hadoop);
            }
            String detail = "not on the table's file system: " + path;
            return SourcePair.rejected(line.origin(), key, text, new RowStatus("missing_image", detail));
        } catch (IllegalArgumentException e) {
            return SourcePair.rejected(
                    line.origin(), key, text, new RowStatus("missing_image", "not a path: '" + path + "'"));
        }
    }

    private static Optional<Integer> label(String cell) {
        if (cell.isEmpty()) {
            return Optional.of(PairText.NO_LABEL);
        }
        return cell.matches("\\d{1,9}") && Labels.isValid(Long.parseLong(cell))
                ? Optional.of(Integer.parseInt(cell))
                : Optional.empty();
    }
}
