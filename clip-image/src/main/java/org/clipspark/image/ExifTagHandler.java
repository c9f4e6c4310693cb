package org.clipspark.image;

import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifTiffHandler;
import java.util.Set;

/** Reads plain tags and stops after so many: directories of a hostile file can overlap without end. */
final class ExifTagHandler extends ExifTiffHandler {
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_BYTES = 1_024;
    private static final int MAKER_NOTE = 0x927c;
    private static final int PRINT_MATCHING = 0xc4a5;

    private int steps;

    // There is no other directory that these tags belong to, which the library spells null.
    @SuppressWarnings("NullAway")
    ExifTagHandler(Metadata metadata) {
        super(metadata, null, 0);
    }

    @Override
    public boolean tryEnterSubIfd(int tagId) {
        step();
        return super.tryEnterSubIfd(tagId);
    }

    @Override
    public boolean hasFollowerIfd() {
        step();
        return super.hasFollowerIfd();
    }

    /** True for a tag that is not to be read any further. */
    @Override
    public boolean customProcessTag(
            int tagOffset,
            Set<Integer> processedIfdOffsets,
            int tiffHeaderOffset,
            RandomAccessReader reader,
            int tagId,
            int byteCount) {
        step();
        return byteCount > MOST_BYTES || tagId == MAKER_NOTE || tagId == PRINT_MATCHING;
    }

    @Override
    public void warn(String message) {
        step();
    }

    @Override
    public void error(String message) {
        step();
    }

    private void step() {
        if (++steps > MOST_STEPS) {
            throw new IllegalStateException("More than " + MOST_STEPS + " Exif entries");
        }
    }
}
