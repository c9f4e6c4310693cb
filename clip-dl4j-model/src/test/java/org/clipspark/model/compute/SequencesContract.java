package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Table rows, positions and prepended tokens. */
interface SequencesContract extends BackendContract {
    @Test
    default void gathersRows() {
        Tensor table = fixture().of(new double[] {0, 1, 10, 11, 20, 21}, 3, 2);
        Tensor y = fixture().poisoned(4, 2);

        fixture().backend().gatherRows(table, fixture().integers(2, 0, 2, 1), y);

        fixture().assertClose(y, 20, 21, 0, 1, 20, 21, 10, 11);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 100, 1000})
    default void gathersRowsIntoAnyPartOfATensor(int offset) {
        Tensor table = fixture().random(12, 48);
        Tensor y = fixture().backend().view(fixture().poisoned(4000), offset, Shape.of(2, 48));

        fixture().backend().gatherRows(table, fixture().integers(11, 3), y);

        double[] rows = fixture().values(table);
        double[] expected = new double[96];
        System.arraycopy(rows, 11 * 48, expected, 0, 48);
        System.arraycopy(rows, 3 * 48, expected, 48, 48);
        fixture().assertClose(y, expected);
    }

    @Test
    default void addsToRowsThatRepeat() {
        Tensor dTable = fixture().of(new double[] {100, 0, 200, 0, 300, 0}, 3, 2);
        Tensor dy = fixture().of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);

        fixture().backend().scatterAddRows(dy, fixture().integers(2, 0, 2, 2), dTable);

        fixture().assertClose(dTable, 103, 4, 200, 0, 313, 16);
    }

    @Test
    default void gathersAndScattersTablesOfOneColumnOrOneRow() {
        Tensor column = fixture().of(new double[] {5, 6, 7}, 3, 1);
        Tensor picked = fixture().poisoned(2, 1);
        Tensor row = fixture().of(new double[] {1, 2, 3}, 1, 3);

        fixture().backend().gatherRows(column, fixture().integers(2, 2), picked);
        fixture().backend().scatterAddRows(picked, fixture().integers(0, 0), column);
        fixture().backend().scatterAddRows(row, fixture().integers(0), row(fixture(), 1));

        fixture().assertClose(picked, 7, 7);
        fixture().assertClose(column, 19, 6, 7);
    }

    private static Tensor row(ComputeFixture fixture, double value) {
        return fixture.of(new double[] {value, value, value}, 1, 3);
    }

    @Test
    default void refusesRowsOutsideTheTable() {
        Tensor table = fixture().random(3, 2);
        Tensor y = fixture().random(2, 2);

        assertThatThrownBy(() -> fixture().backend().gatherRows(table, fixture().integers(0, 3), y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gatherRows: rows[1] is 3, the table has 3 rows");
        assertThatThrownBy(() -> fixture().backend().scatterAddRows(y, fixture().integers(-1, 0), table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scatterAddRows: rows[0] is -1, the table has 3 rows");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 5, 3", "4, 1, 7", "3, 17, 1", "5, 16, 32", "3, 65, 19"})
    default void addsPositionsToEverySequence(int batch, int tokens, int width) {
        Tensor position = fixture().random(tokens, width);
        Tensor x = fixture().random((long) batch * tokens, width);
        Tensor dPosition = fixture().random(tokens, width);
        double[] expected = ReferenceOps.plus(fixture().values(x), 1, fixture().values(position));
        double[] expectedGradient =
                ReferenceOps.plus(fixture().values(dPosition), 1, ReferenceOps.columnSums(expected, tokens * width));

        fixture().backend().addToEachInPlace(position, x);
        fixture().backend().sumOfEach(x, dPosition);

        fixture().assertClose(x, expected);
        fixture().assertClose(dPosition, expectedGradient);
    }

    @Test
    default void prependsATokenToEverySequence() {
        Tensor x = fixture().of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);
        Tensor y = fixture().poisoned(6, 2);

        fixture().backend().prependToken(fixture().of(new double[] {-1, -2}, 2), x, 3, y);

        fixture().assertClose(y, -1, -2, 1, 2, 3, 4, -1, -2, 5, 6, 7, 8);
    }

    @Test
    default void sendsGradientsBackToAPrependedToken() {
        Tensor dy = fixture().of(new double[] {-1, -2, 1, 2, 3, 4, -10, -20, 5, 6, 7, 8}, 6, 2);
        Tensor dToken = fixture().of(new double[] {100, 200}, 2);
        Tensor dx = fixture().poisoned(4, 2);

        fixture().backend().prependTokenBackward(dy, 3, dToken, dx);

        fixture().assertClose(dToken, 89, 178);
        fixture().assertClose(dx, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1", "1, 5, 3", "3, 2, 7", "3, 17, 1", "2, 65, 19"})
    default void restoresWhatFollowsAPrependedToken(int batch, int tokens, int width) {
        Tensor token = fixture().random(width);
        Tensor x = fixture().random((long) batch * (tokens - 1), width);
        Tensor y = fixture().poisoned((long) batch * tokens, width);
        Tensor dToken = fixture().backend().allocate(width);
        Tensor dx = fixture().poisoned((long) batch * (tokens - 1), width);

        fixture().backend().prependToken(token, x, tokens, y);
        fixture().backend().prependTokenBackward(y, tokens, dToken, dx);

        fixture().assertClose(dx, fixture().values(x));
        fixture()
                .assertClose(
                        dToken,
                        ReferenceOps.plus(new double[width], batch, fixture().values(token)));
    }
}
