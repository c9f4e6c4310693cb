package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.clipspark.prep.filter.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameBytesIT {
    private static final int ROWS = 60;
    private static final String BYTES = "shards.imageBytesPerShard=8000";

    @TempDir
    Path folder;

    @Test
    void theNumberOfTasksAndPartsChangesNoByteAndTheSeedChangesTheOrderAlone() throws IOException {
        for (int i = 0; i < 5; i++) {
            SmallSources.parquet(folder.resolve("in/" + i + ".parquet"), i * ROWS / 5, (i + 1) * ROWS / 5);
        }

        Map<String, String> one = digests(1, "stage.rowsPerPart=1000", "seed=1", BYTES);
        Map<String, String> many = digests(2, "stage.rowsPerPart=3", "seed=1", "mode=overwrite", BYTES);
        Map<String, String> other = digests(2, "stage.rowsPerPart=1000", "seed=2", "mode=overwrite", BYTES);

        assertThat(one).hasSizeGreaterThan(5).isEqualTo(many);
        assertThat(other.keySet()).isEqualTo(one.keySet());
        assertThat(other.get("train/part-00000.parquet")).isNotEqualTo(one.get("train/part-00000.parquet"));
    }

    private Map<String, String> digests(int cores, String... overrides) throws IOException {
        Path output = folder.resolve("out");
        new PrepRuns(folder, LocalSpark.restart(cores)).run(folder.resolve("in"), output, overrides);
        return PrepRuns.digests(output);
    }
}
