package org.clipspark.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SafetensorsGoldenTest {
    private static final Path CASE = Path.of(System.getProperty("clip.golden.dir", "../../shared/golden"), "vit_gelu");

    @Test
    void readsAFileOfTheReference() throws IOException {
        Assumptions.assumeTrue(Files.exists(CASE));
        JsonNode expected =
                new ObjectMapper().readTree(CASE.resolve("case.json").toFile());

        SafetensorsFile file = SafetensorsFile.open(CASE.resolve("case.safetensors"));

        assertThat(file.find("logit_scale").orElseThrow().shape().rank()).isZero();
        assertThat(file.floats("logit_scale")[0])
                .isEqualTo((float) expected.get("logit_scale_start").asDouble());
        double[] losses = file.doubles("out/losses");
        for (int step = 0; step < 4; step++) {
            assertThat(losses[step])
                    .isEqualTo(expected.get("losses_before_each_step_and_after_last")
                            .get(step)
                            .asDouble());
        }
        long vocabulary = expected.at("/model_cfg/text_cfg/vocab_size").asLong();
        assertThat(file.longs("in/text")).contains(vocabulary - 1).doesNotContain(vocabulary);
    }
}
