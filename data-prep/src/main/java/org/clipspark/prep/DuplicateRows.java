package org.clipspark.prep;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Of sorted rows, those that are not the first of their key, as rejected rows. */
final class DuplicateRows implements Iterator<PreparedRow> {
    private final Iterator<PreparedRow> rows;
    private String previous = "";
    private Optional<PreparedRow> next = Optional.empty();

    DuplicateRows(Iterator<PreparedRow> rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && rows.hasNext()) {
            PreparedRow row = rows.next();
            if (row.row().key().equals(previous)) {
                next = Optional.of(ShardStage.duplicate(row));
            }
            previous = row.row().key();
        }
        return next.isPresent();
    }

    @Override
    public PreparedRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        PreparedRow row = next.orElseThrow();
        next = Optional.empty();
        return row;
    }
}
