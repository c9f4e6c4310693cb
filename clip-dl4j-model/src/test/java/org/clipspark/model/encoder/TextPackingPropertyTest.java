package org.clipspark.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.clipspark.model.compute.SequenceGroups;

class TextPackingPropertyTest {
    private static final int CONTEXT = 13;

    @Property
    void keepsEveryRealTokenInOrderBehindItsStart(@ForAll("ends") int[] ends) {
        int[] ids = ids(ends);

        TextPacking packing = TextPacking.of(ids, ends, CONTEXT);

        for (int text = 0; text < ends.length; text++) {
            int end = packing.endRows()[text];
            assertThat(Arrays.copyOfRange(packing.ids(), end - ends[text], end + 1))
                    .isEqualTo(Arrays.copyOfRange(ids, text * CONTEXT, text * CONTEXT + ends[text] + 1));
        }
    }

    @Property
    void startsEveryTextAtTheStartOfASequence(@ForAll("ends") int[] ends) {
        TextPacking packing = TextPacking.of(ids(ends), ends, CONTEXT);

        for (int text = 0; text < ends.length; text++) {
            long start = (long) packing.endRows()[text] - ends[text];
            long row = 0;
            boolean isStart = false;
            for (SequenceGroups.Group group : packing.sequences().groups()) {
                boolean isWithin = start >= row && start < row + group.rows();
                isStart |= isWithin && (start - row) % group.tokens() == 0 && group.tokens() > ends[text];
                row += group.rows();
            }
            assertThat(isStart).as("text %d", text).isTrue();
        }
    }

    @Property
    void usesFewShapesAndLittlePadding(@ForAll("ends") int[] ends) {
        TextPacking packing = TextPacking.of(ids(ends), ends, CONTEXT);

        int real = Arrays.stream(ends).sum() + ends.length;
        assertThat(packing.ids()).hasSize(Math.toIntExact(packing.sequences().rows()));
        assertThat(packing.sequences().rows() % 4).isZero();
        assertThat(packing.sequences().rows()).isBetween((long) real, real + 3L * ends.length + 63);
        assertThat(packing.sequences().rows()).isLessThanOrEqualTo(TextPacking.rows(ends.length, CONTEXT));
        assertThat(packing.sequences().groups()).allMatch(group -> Integer.bitCount(group.sequences()) == 1);
    }

    @Provide
    Arbitrary<int[]> ends() {
        return Arbitraries.integers()
                .between(0, CONTEXT - 1)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(70);
    }

    /** Every token is a number of its own. */
    private static int[] ids(int[] ends) {
        int[] ids = new int[ends.length * CONTEXT];
        for (int text = 0; text < ends.length; text++) {
            for (int t = 0; t <= ends[text]; t++) {
                ids[text * CONTEXT + t] = text * CONTEXT + t + 1;
            }
        }
        return ids;
    }
}
