package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards are read by DuckDB, whose Parquet reader has no line in common with the parquet-java that Spark and we use. */
class ForeignReaderTest {
    private static final int ROWS = 60;
    private static final String PAIRS = "shard";
    private static final String REJECTED = "rejected";
    private static final long ROW_GROUP_BYTES = 64 << 10;

    @TempDir
    Path folder;

    @BeforeEach
    void writeShards() {
        Configuration local = new Configuration(false);
        Random random = new Random(3);
        try (ShardWriter pairs = ShardWriter.ofPairs(hadoop(PAIRS), "0", "jpg", ROW_GROUP_BYTES, local);
                ShardWriter rejected = ShardWriter.ofRejected(hadoop(REJECTED), "0", ROW_GROUP_BYTES, local)) {
            for (int i = 0; i < ROWS; i++) {
                pairs.write(row(i, random));
            }
            rejected.write(row(ROWS, random).rejected(new RowStatus("http_404", "gone")));
            rejected.write(row(ROWS + 1, random).rejected(new RowStatus("too_small", "")));
            assertThat(pairs.finish(ShardSplit.TRAIN).rowGroupRows()).hasSizeGreaterThan(3);
            rejected.finishUnlisted();
        }
    }

    @Test
    void seesTheColumnsOfTheSchema() throws SQLException {
        List<String> columns = ShardSchema.dataShard("jpg").getFields().stream()
                .map(field -> field.getName())
                .toList();

        assertThat(ask("SELECT column_name FROM (DESCRIBE SELECT * FROM shard)"))
                .containsExactlyElementsOf(columns);
        assertThat(ask("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM shard)"))
                .contains(
                        "jpg BLOB",
                        "key VARCHAR",
                        "captions VARCHAR[]",
                        "width INTEGER",
                        "similarity DOUBLE",
                        "embedding FLOAT[]",
                        "source_row BIGINT");
    }

    @Test
    void readsEveryImageToItsDigest() throws SQLException {
        assertThat(ask("SELECT count(*) FROM shard")).containsExactly("" + ROWS);
        assertThat(ask("SELECT count(*) FROM shard WHERE sha256(jpg) = sha256")).containsExactly("" + ROWS);
    }

    @Test
    void readsTextsNumbersAndListsInTheirOrder() throws SQLException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            keys.add("k" + i);
        }

        assertThat(ask("SELECT key FROM shard")).isEqualTo(keys);
        assertThat(ask("SELECT captions[2] || ' ' || source_row || ' ' || similarity || ' ' || embedding[1]"
                        + " FROM shard WHERE key = 'k41'"))
                .containsExactly("кошка 41 41 0.25 -0.5");
        assertThat(ask("SELECT count(*) FROM shard WHERE error_message IS NULL"))
                .containsExactly("" + ROWS);
    }

    @Test
    void readsRejectedRowsWithTheirReasons() throws SQLException {
        assertThat(ask("SELECT key || ' ' || status || ' ' || coalesce(error_message, '-') FROM rejected"))
                .containsExactly("k60 http_404 gone", "k61 too_small -");
    }

    private List<String> ask(String query) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            for (String file : List.of(PAIRS, REJECTED)) {
                statement.execute(
                        "CREATE VIEW " + file + " AS SELECT * FROM read_parquet('" + folder.resolve(file) + "')");
            }
            List<String> answers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    answers.add(rows.getString(1));
                }
            }
            return answers;
        }
    }

    private static ShardRow row(int number, Random random) {
        byte[] bytes = new byte[10_000];
        random.nextBytes(bytes);
        ImageBytes image = new ImageBytes(bytes);
        return new ShardRow(
                "k" + number,
                new PairOrigin(0, "a.tar", number),
                PairText.NONE.withCaptions(List.of("a cat", "кошка " + number)),
                image,
                new PixelSizes(1, 1, 1, 1),
                image.sha256(),
                PairAttributes.NONE.withScore(ShardSchema.SIMILARITY, 0.25).withEmbedding(List.of(-0.5f, 1f)),
                RowStatus.SUCCESS);
    }

    private org.apache.hadoop.fs.Path hadoop(String file) {
        return new org.apache.hadoop.fs.Path(folder.resolve(file).toString());
    }
}
