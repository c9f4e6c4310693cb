package org.clipspark.benchmarks.allreduce;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AllReduceTest {
    @ParameterizedTest
    @EnumSource(AllReduceCase.Kind.class)
    void averagesWhateverWayTheVectorTravels(AllReduceCase.Kind kind) {
        AllReduceCase what = new AllReduceCase("small", kind, 1001, 1);
        try (Exchange first = new RingExchange(0, what);
                Exchange second = new RingExchange(1, what)) {
            round(first, second);

            assertThatCode(first::verify).doesNotThrowAnyException();
            assertThatCode(second::verify).doesNotThrowAnyException();
        }
    }

    @Test
    void noticesAMeanThatWasNeverTaken() {
        try (Exchange alone = new RingExchange(0, new AllReduceCase("one", AllReduceCase.Kind.FLOAT32, 1, 1))) {
            assertThatThrownBy(alone::verify).hasMessage("The mean of 1 and 3 is 2, got 1.0 at 0");
        }
    }

    @Test
    void copiesTheBytesOfThePeer() {
        try (Exchange first = new CopyExchange(0, 1_000_000);
                Exchange second = new CopyExchange(1, 1_000_000)) {
            assertThatCode(() -> round(first, second)).doesNotThrowAnyException();
        }
    }

    @Test
    void listsTheCasesIfThereIsNone() {
        assertThatThrownBy(() -> AllReduceCase.named("vit"))
                .hasMessageStartingWith("Unknown case 'vit' (expected: vit-b-32, ");
    }

    private static void round(Exchange first, Exchange second) {
        int[] ports = {first.port(), second.port()};
        String secret = RingExchange.secret();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            second.join(ports, secret);
            second.round();
        });
        first.join(ports, secret);
        first.round();
        other.join();
    }
}
