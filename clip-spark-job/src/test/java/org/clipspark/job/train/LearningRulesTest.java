package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.clipspark.job.config.JobConfig;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;

class LearningRulesTest {
    private static final ModelConfig RESNET = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 1}}
            """);

    private static LearningRules rules(String... overrides) {
        return new LearningRules(
                JobConfig.load(Path.of("..", "conf", "train", "demo.yaml"), List.of(overrides)), RESNET);
    }

    @Test
    void replicasAgreeOnAllButLockedParameters() {
        ParameterLayout layout = ClipModel.layoutOf(RESNET);
        float[] values = new float[(int) layout.size()];
        FloatVector whole = FloatVector.of(values);

        FloatVector changing = rules("train.lock.image=true", "train.lock.imageUnlockedGroups=1")
                .changing(layout, whole);
        for (long i = 0; i < changing.size(); i++) {
            changing.write(i, new float[] {1}, 0, 1);
        }

        for (ParameterLayout.Entry entry : layout.entries()) {
            boolean isLocked = entry.offset() < layout.trainedSize()
                    && entry.name().startsWith("visual.")
                    && !entry.name().startsWith("visual.attnpool.");
            assertThat(values[(int) entry.offset()]).as(entry.name()).isEqualTo(isLocked ? 0 : 1);
        }
        assertThat(rules().changing(layout, whole).size()).isEqualTo(layout.size());
    }

    @Test
    void theTableHasEveryParameterOnce() {
        assertThat(rules("optimizer.imageLayerDecay=0.5", "train.lock.text=true").groups().stream()
                        .mapToLong(group -> group.elements())
                        .sum())
                .isEqualTo(ClipModel.layoutOf(RESNET).trainedSize());
    }
}
