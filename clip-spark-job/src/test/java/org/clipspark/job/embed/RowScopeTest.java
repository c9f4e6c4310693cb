package org.clipspark.job.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowScopeTest {
    private static long[] kept(long most, long rows) {
        RowScope scope = RowScope.images(most);
        return LongStream.range(0, rows).filter(row -> scope.keeps(row, rows)).toArray();
    }

    @Test
    void spreadsRowsEvenly() {
        assertThat(kept(3, 9)).containsExactly(2, 5, 8);
        assertThat(kept(4, 10)).containsExactly(2, 4, 7, 9);
        assertThat(kept(1, 1000)).hasSize(1);
        assertThat(kept(999, 1000)).hasSize(999);
    }

    @Test
    void keepsAllWhereThereAreNoMore() {
        assertThat(kept(0, 5)).hasSize(5);
        assertThat(kept(5, 5)).hasSize(5);
        assertThat(kept(7, 5)).hasSize(5);
        assertThat(kept(3, 0)).isEmpty();
    }

    @Test
    void tellsItselfApart() {
        assertThat(RowScope.ALL.description()).isEqualTo("all rows");
        assertThat(RowScope.images(20).description()).isEqualTo("20 rows without captions");
        assertThatThrownBy(() -> RowScope.images(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("where 0 means all, got -1");
    }
}
