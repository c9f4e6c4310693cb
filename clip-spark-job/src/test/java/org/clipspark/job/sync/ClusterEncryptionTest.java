package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterEncryptionTest {
    @ParameterizedTest
    @ValueSource(strings = {"spark.network.crypto.enabled", "spark.ssl.enabled", "spark.ssl.rpc.enabled"})
    void encryptsLinksWhereSparkEncryptsItsOwn(String key) {
        SparkConf conf = new SparkConf(false).set(key, "true");

        assertThat(ClusterEncryption.apply(conf, RingSettings.DEFAULT))
                .isEqualTo(RingSettings.DEFAULT.withProtection(Protection.ENCRYPTED));
    }

    @Test
    void leavesLinksAsTheSettingsSayOtherwise() {
        SparkConf conf = new SparkConf(false).set("spark.network.crypto.enabled", "false");
        RingSettings encrypted = RingSettings.DEFAULT.withProtection(Protection.ENCRYPTED);

        assertThat(ClusterEncryption.apply(conf, RingSettings.DEFAULT)).isEqualTo(RingSettings.DEFAULT);
        assertThat(ClusterEncryption.apply(conf, encrypted)).isEqualTo(encrypted);
    }
}
