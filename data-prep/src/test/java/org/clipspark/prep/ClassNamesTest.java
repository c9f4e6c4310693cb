package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipspark.prep.shard.PairText;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    private final TreeMap<Integer, NavigableSet<String>> numbered = new TreeMap<>();
    private final TreeSet<String> unnumbered = new TreeSet<>();

    @Test
    void numbersNamesByTheirOrderWhereNoSourceDoes() {
        unnumbered.addAll(List.of("dog", "ant", "cat"));

        ClassNames names = names();

        assertThat(names.byLabel()).containsExactly("ant", "cat", "dog");
        assertThat(names.numbered(new PairText(List.of("a cat"), "", PairText.NO_LABEL, "cat"))
                        .label())
                .isEqualTo(1);
        assertThat(names.numbered(PairText.NONE).label()).isEqualTo(PairText.NO_LABEL);
    }

    @Test
    void keepsTheSourcesOwnNumbersAndLeavesGapsNameless() {
        numbered.put(0, new TreeSet<>(List.of("dog")));
        numbered.put(2, new TreeSet<>(List.of("ant")));
        unnumbered.add("ant");

        ClassNames names = names();

        assertThat(names.byLabel()).containsExactly("dog", "", "ant");
        assertThat(names.numbered(new PairText(List.of(), "", PairText.NO_LABEL, "ant"))
                        .label())
                .isEqualTo(2);
    }

    @Test
    void refusesALabelWithTwoNames() {
        numbered.put(3, new TreeSet<>(List.of("ant", "dog")));

        assertThatThrownBy(this::names)
                .isInstanceOf(PrepException.class)
                .hasMessage("Class 3 has several names: ant, dog; every label must have one name in all sources");
    }

    @Test
    void refusesANameWithoutLabelAmongNumberedOnes() {
        numbered.put(0, new TreeSet<>(List.of("ant")));
        unnumbered.add("dog");

        assertThatThrownBy(this::names)
                .isInstanceOf(PrepException.class)
                .hasMessageStartingWith("Class 'dog' has no label while other classes have one");
    }

    private ClassNames names() {
        return ClassNames.of(new Funnel(
                0, new TreeMap<>(), 0, new TreeMap<>(), numbered, unnumbered, new TreeMap<>(), new TreeMap<>()));
    }
}
