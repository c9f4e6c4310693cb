package org.clipspark.job.eval.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupSlicesTest {
    @Test
    void findsTheWorstGroupAndTheGap() {
        GroupSlices slices = GroupSlices.of(
                List.of("south", "north", "south", "east", "south", "north"), new double[] {1, 1, 0, 0, 0, 1});

        assertThat(slices.slices())
                .containsExactly(
                        new GroupSlices.Slice("east", 1, 0),
                        new GroupSlices.Slice("north", 2, 1),
                        new GroupSlices.Slice("south", 3, 1 / 3d));
        assertThat(slices.worst().group()).isEqualTo("east");
        assertThat(slices.best().group()).isEqualTo("north");
        assertThat(slices.gap()).isEqualTo(1);
        assertThat(slices.meanOverGroups()).isCloseTo((0 + 1 + 1 / 3d) / 3, within(1e-12));
    }

    @Test
    void namesTheFirstOfEqualGroups() {
        GroupSlices slices = GroupSlices.of(List.of("b", "a"), new double[] {1, 1});

        assertThat(slices.worst().group()).isEqualTo("a");
        assertThat(slices.best().group()).isEqualTo("a");
        assertThat(slices.gap()).isZero();
    }

    @Test
    void refusesSamplesWithoutGroups() {
        assertThatThrownBy(() -> GroupSlices.of(List.of("a"), new double[2]))
                .hasMessage("Each sample needs a group, got 1 for 2 samples");
        assertThatThrownBy(() -> GroupSlices.of(List.of(), new double[0]))
                .hasMessage("Slices need at least one sample, got none");
    }
}
