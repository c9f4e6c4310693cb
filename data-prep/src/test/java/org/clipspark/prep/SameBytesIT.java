package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameBytesIT {
    private static final int ROWS = 100;

    @TempDir
    Path folder;

    @Test
    void theNumberOfTasksAndPartsChangesNoByte() throws IOException {
        for (int i = 0; i < 5; i++) {
            SmallSources.parquet(folder.resolve("in/" + i + ".parquet"), i * ROWS / 5, (i + 1) * ROWS / 5);
        }

        Map<String, String> one = digests(1, "in", "stage.rowsPerPart=1000");
        Map<String, String> many = digests(2, "in", "stage.rowsPerPart=3", "mode=overwrite");

        assertThat(one).hasSizeGreaterThan(5).isEqualTo(many);
    }

    @Test
    void anotherSeedGivesAnotherOrderOfTheSameSplit() throws IOException {
        SmallSources.parquet(folder.resolve("one/a.parquet"), 0, ROWS);

        Map<String, String> first = digests(2, "one", "seed=1");
        Map<String, String> second = digests(2, "one", "seed=2", "mode=overwrite");

        assertThat(first.keySet()).isEqualTo(second.keySet());
        assertThat(first.get("train/part-00000.parquet")).isNotEqualTo(second.get("train/part-00000.parquet"));
    }

    private Map<String, String> digests(int cores, String source, String... overrides) throws IOException {
        Path output = folder.resolve("out");
        try (PrepRuns runs = new PrepRuns(folder, cores)) {
            runs.run(folder.resolve(source), output, overrides);
        }
        return PrepRuns.digests(output);
    }
}
