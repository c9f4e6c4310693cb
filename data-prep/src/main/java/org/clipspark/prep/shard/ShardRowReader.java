package org.clipspark.prep.shard;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** The rows of one staged, data or rejected shard, in their order, one at a time. */
public final class ShardRowReader implements Iterator<ShardRow>, Closeable {
    private final Path file;
    private final ParquetReader<Group> reader;
    private Optional<Group> next;

    private ShardRowReader(Path file, ReadSupport<Group> columns, Configuration hadoop) {
        this.file = file;
        try {
            reader = ParquetReader.builder(columns, file)
                    .withConf(hadoop)
                    .usePageChecksumVerification()
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
        next = read();
    }

    /**
     * Reads all columns.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public static ShardRowReader whole(Path file, Configuration hadoop) {
        return new ShardRowReader(file, new GroupReadSupport(), hadoop);
    }

    /**
     * Reads all columns but the image, which is then {@link ImageBytes#NONE}.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    public static ShardRowReader withoutImages(Path file, Configuration hadoop) {
        return new ShardRowReader(file, new WithoutImages(), hadoop);
    }

    private static final class WithoutImages extends GroupReadSupport {
        @Override
        public ReadContext init(InitContext context) {
            return new ReadContext(ShardSchema.rejectedShard());
        }
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public ShardRow next() {
        Group row = next.orElseThrow(NoSuchElementException::new);
        next = read();
        if (next.isEmpty()) {
            close();
        }
        return row(row);
    }

    private Optional<Group> read() {
        try {
            return Optional.ofNullable(reader.read());
        } catch (ParquetRuntimeException e) {
            throw new UncheckedIOException("Cannot read " + file, new IOException(e));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static ShardRow row(Group row) {
        PairText text = new PairText(
                list(row, ShardSchema.CAPTIONS, (element, index) -> element.getString(index, 0)),
                text(row, ShardSchema.URL),
                integer(row, ShardSchema.LABEL, PairText.NO_LABEL),
                text(row, ShardSchema.CLASS));
        PixelSizes sizes = new PixelSizes(
                integer(row, ShardSchema.WIDTH, 0),
                integer(row, ShardSchema.HEIGHT, 0),
                integer(row, ShardSchema.ORIGINAL_WIDTH, 0),
                integer(row, ShardSchema.ORIGINAL_HEIGHT, 0));
        return new ShardRow(
                text(row, ShardSchema.KEY),
                new PairOrigin(
                        row.getInteger(ShardSchema.SOURCE, 0),
                        text(row, ShardSchema.SOURCE_FILE),
                        row.getLong(ShardSchema.SOURCE_ROW, 0)),
                text,
                image(row),
                sizes,
                text(row, ShardSchema.SHA256),
                attributes(row),
                new RowStatus(text(row, ShardSchema.STATUS), text(row, ShardSchema.ERROR_MESSAGE)));
    }

    private static PairAttributes attributes(Group row) {
        PairAttributes attributes = PairAttributes.NONE.withEmbedding(
                list(row, ShardSchema.EMBEDDING, (element, index) -> element.getFloat(index, 0)));
        for (String tag : PairAttributes.TAGS) {
            attributes = attributes.withTag(tag, text(row, tag));
        }
        for (String score : PairAttributes.SCORES) {
            if (has(row, score)) {
                attributes = attributes.withScore(score, row.getDouble(score, 0));
            }
        }
        return attributes;
    }

    private static ImageBytes image(Group row) {
        for (String column : ShardSchema.IMAGE_COLUMNS) {
            if (has(row, column)) {
                return new ImageBytes(row.getBinary(column, 0).getBytes());
            }
        }
        return ImageBytes.NONE;
    }

    private static boolean has(Group row, String column) {
        return row.getType().containsField(column) && row.getFieldRepetitionCount(column) > 0;
    }

    private static String text(Group row, String column) {
        return has(row, column) ? row.getString(column, 0) : "";
    }

    private static int integer(Group row, String column, int otherwise) {
        return has(row, column) ? row.getInteger(column, 0) : otherwise;
    }

    private static <T> List<T> list(Group row, String column, BiFunction<Group, Integer, T> element) {
        List<T> values = new ArrayList<>();
        if (has(row, column)) {
            Group list = row.getGroup(column, 0);
            for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                values.add(element.apply(list.getGroup(0, i), 0));
            }
        }
        return values;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + file, e);
        }
    }
}
