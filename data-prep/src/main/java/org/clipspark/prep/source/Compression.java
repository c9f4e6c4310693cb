package org.clipspark.prep.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a text file is packed, which its name tells. */
enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTANDARD(".zst");

    private static final int BUFFER_BYTES = 64 << 10;

    private final String ending;

    Compression(String ending) {
        this.ending = ending;
    }

    static Compression of(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return name.endsWith(GZIP.ending) ? GZIP : name.endsWith(ZSTANDARD.ending) ? ZSTANDARD : NONE;
    }

    /** The name without this compression's ending. */
    String plainName(String file) {
        return file.substring(0, file.length() - ending.length());
    }

    /**
     * The plain bytes.
     *
     * @throws IOException if the packed ones are damaged, here or later
     */
    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER_BYTES);
            case ZSTANDARD -> new ZstdInputStream(packed);
        };
    }
}
