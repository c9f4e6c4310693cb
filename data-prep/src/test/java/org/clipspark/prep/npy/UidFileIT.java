package org.clipspark.prep.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.filter.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UidFileIT {
    private static final String ONE = "00000000000000010000000000000002";
    private static final String TWO = "00000000000000018000000000000000";
    private static final String THREE = "ffffffffffffffff0000000000000000";

    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.shared();
    }

    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        Path expected = NpyBytes.uids(folder.resolve("expected.npy"), 1, 2, 1, Long.MIN_VALUE, -1, 0);
        Path written = folder.resolve("uids.npy");

        long count = write(written, THREE, ONE.toUpperCase(Locale.ROOT), TWO, ONE, "no uid");

        assertThat(count).isEqualTo(3);
        assertThat(Files.readAllBytes(written)).isEqualTo(Files.readAllBytes(expected));
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().contains("partial")))
                    .isEmpty();
        }
    }

    @Test
    void readsBackWhatItWroteAndReplacesIt() {
        Path file = folder.resolve("uids.npy");
        write(file, ONE, THREE);
        UidList first = load(file);
        write(file, TWO);
        UidList second = load(file);

        assertThat(first.size()).isEqualTo(2);
        assertThat(List.of(ONE, TWO, THREE, "no uid"))
                .filteredOn(first::contains)
                .containsExactly(ONE, THREE);
        assertThat(second.contains(TWO)).isTrue();
        assertThat(second.distinct()).isEqualTo(1);
    }

    @Test
    void aListOutOfOrderIsRefused() {
        Path file = NpyBytes.uids(folder.resolve("unsorted.npy"), -1, 0, 1, 0);

        assertThatThrownBy(() -> load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file + ": uid 1 is smaller than the one before it; expected them sorted, as numpy.sort leaves"
                                + " them");
        assertThatThrownBy(() -> load(NpyBytes.matrix(folder.resolve("m.npy"), 1, 1)))
                .hasMessageContaining("expected a list of [('f0', '<u8'), ('f1', '<u8')], got '<f4' of shape [1, 1]");
    }

    private static long write(Path file, String... uids) {
        Dataset<Row> rows =
                spark.createDataset(List.of(uids), Encoders.STRING()).toDF("uid");
        return UidFile.write(rows, "uid", new org.apache.hadoop.fs.Path(file.toString()), new Configuration(false));
    }

    private static UidList load(Path file) {
        return UidList.load(new org.apache.hadoop.fs.Path(file.toString()), new Configuration(false));
    }
}
