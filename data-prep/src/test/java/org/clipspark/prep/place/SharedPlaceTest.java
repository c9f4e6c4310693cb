package org.clipspark.prep.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPlaceTest {
    private static final Configuration HADOOP = new Configuration();

    @Test
    void putsARelativePathIntoTheWorkingDirectory() {
        assertThat(SharedPlace.of("runs/data", HADOOP))
                .isEqualTo("file:" + Path.of("runs/data").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/shards", "file:/data/shards", "hdfs://namenode/shards", "s3a://bucket/shards"})
    void leavesWhatIsTheSameEverywhere(String location) {
        assertThat(SharedPlace.of(location, HADOOP)).isEqualTo(location);
    }
}
