package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.metadata.ColumnRole;
import org.clipspark.prep.metadata.InvalidMetadataException;
import org.clipspark.prep.metadata.MetadataRow;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** Some rows of a table with their images, which lie in a folder or are still to be fetched. */
final class TablePairs implements Iterator<SourcePair> {
    private final TablePart part;
    private final ImageFolder images;
    private final CaptionTemplates templates;
    private final TableLayout.RowReader reader;
    private final TableRows rows;
    private long position;
    private boolean isFinished;

    TablePairs(TablePart part, Configuration hadoop) {
        this.part = part;
        images = new ImageFolder(part.images().folder(), part.images().maxBytes(), hadoop);
        templates = new CaptionTemplates(part.images().templates());
        reader = part.layout().reader();
        position = part.rows().first();
        try {
            rows = part.file().rows(part.offset(), hadoop);
        } catch (IOException e) {
            // It was read up to here when its rows were counted.
            throw new UncheckedIOException("Cannot read " + part.file().path() + " again: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasNext() {
        return !isFinished && position < part.rows().end();
    }

    @Override
    public SourcePair next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        PairOrigin file = part.numbered().origin();
        PairOrigin origin = new PairOrigin(file.source(), file.file(), position++);
        try {
            Optional<TextRow> row = rows.next();
            if (position == part.rows().end() || row.isEmpty()) {
                finish();
            }
            return row.map(found -> pair(origin, found))
                    .orElseThrow(() -> new IllegalStateException(part.file().path() + " changed while it was read"));
        } catch (IOException e) {
            finish();
            return BrokenFile.at(origin, e);
        }
    }

    private void finish() {
        isFinished = true;
        try {
            rows.close();
        } catch (IOException e) {
            // Everything wanted has been read; a stream that does not close cannot change that.
            isFinished = true;
        }
    }

    private SourcePair pair(PairOrigin origin, TextRow row) {
        if (!row.status().isSuccess()) {
            return SourcePair.rejected(origin, origin.key(), PairText.NONE, row.status());
        }
        try {
            MetadataRow metadata = reader.row(row.cells());
            String path = path(metadata);
            return new DescribedRow(origin, path.isEmpty() ? origin.key() : path, metadata)
                    .pair(templates, (key, text) -> image(origin, key, path, text));
        } catch (InvalidMetadataException e) {
            RowStatus status = new RowStatus("invalid_metadata", String.valueOf(e.getMessage()));
            return SourcePair.rejected(origin, origin.key(), PairText.NONE, status);
        }
    }

    private static String path(MetadataRow metadata) {
        try {
            return metadata.text(ColumnRole.IMAGE).strip();
        } catch (IOException e) {
            // The row is rejected for it.
            return "";
        }
    }

    private SourcePair image(PairOrigin origin, String key, String path, PairText text) {
        if (path.isEmpty() && (!text.url().isEmpty() || !part.layout().has(ColumnRole.IMAGE))) {
            return SourcePair.linked(origin, key, text);
        }
        return images.pair(origin, key, path, text.url().isEmpty() ? text.withUrl(path) : text);
    }
}
