package org.clipspark.prep.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A text file whose rows can be read from any of them on.
 *
 * @param path where it is
 * @param format how rows are spelled
 */
record TableFile(String path, TextFormat format) implements Serializable {
    private static final int FIRST_LINE_CHARACTERS = 64 << 10;
    /** Enough to see every field that objects mostly have. */
    private static final int FIRST_ROWS = 100;

    static TableFile of(String path, Configuration hadoop) throws IOException {
        try (InputStream in = open(path, 0, hadoop)) {
            byte[] start = in.readNBytes(FIRST_LINE_CHARACTERS);
            String text = new String(start, StandardCharsets.UTF_8);
            return new TableFile(
                    path, TextFormat.of(path, text.lines().findFirst().orElse("")));
        }
    }

    /**
     * The rows from a byte of the plain text on.
     *
     * @throws IOException if the file is damaged before it
     */
    TableRows rows(long offset, Configuration hadoop) throws IOException {
        return new TableRows(open(path, offset, hadoop), format, offset);
    }

    private static InputStream open(String path, long offset, Configuration hadoop) throws IOException {
        Compression compression = Compression.of(path);
        if (compression == Compression.NONE) {
            return FileBytes.openAt(offset, new Path(path), hadoop);
        }
        InputStream plain = compression.unpack(FileBytes.open(new Path(path), hadoop));
        plain.skipNBytes(offset);
        return plain;
    }

    /** The first rows, as far as they can be read. */
    List<List<String>> firstRows(Configuration hadoop) throws IOException {
        List<List<String>> first = new ArrayList<>();
        try (TableRows rows = rows(0, hadoop)) {
            for (Optional<TextRow> row = rows.next(); row.isPresent() && first.size() < FIRST_ROWS; row = rows.next()) {
                first.add(row.get().cells());
            }
        } catch (IOException e) {
            if (first.isEmpty()) {
                throw e;
            }
        }
        return first;
    }
}
