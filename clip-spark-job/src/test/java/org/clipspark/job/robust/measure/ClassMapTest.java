package org.clipspark.job.robust.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassMapTest {
    private static final List<String> CLEAN = List.of("cat", "dog", "ship", "tree");

    @TempDir
    private Path folder;

    @Test
    void findsClassesOfTheSameName() {
        ClassMap map = ClassMap.of("s", List.of("ship", "moon", "cat"), CLEAN, Optional.empty());

        assertThat(map.clean(0)).isEqualTo(2);
        assertThat(map.has(1)).isFalse();
        assertThat(map.clean(2)).isZero();
        assertThat(map.used()).containsExactly(0, 2);
    }

    @Test
    void knowsClassesOfOneNameByTheirNumbers() {
        List<String> twice = List.of("missile", "missile");

        assertThat(ClassMap.of("s", twice, twice, Optional.empty()).used()).containsExactly(0, 1);
        assertThatThrownBy(() -> ClassMap.of("s", List.of("missile"), twice, Optional.empty()))
                .hasMessage("Data set 'clean' has 2 classes named 'missile', expected one");
    }

    @Test
    void readsNamesThatDiffer() throws IOException {
        ClassMap map = ClassMap.of("s", List.of("kitten", "boat", "moon", "ferry"), CLEAN, file("""
                # drawings
                kitten\tcat
                boat\tship
                ferry\tship
                """));

        assertThat(map.clean(0)).isZero();
        assertThat(map.clean(1)).isEqualTo(2);
        assertThat(map.has(2)).isFalse();
        assertThat(map.used()).containsExactly(0, 2);
    }

    private Optional<String> file(String lines) throws IOException {
        return Optional.of(Files.writeString(folder.resolve("map.txt"), lines).toString());
    }

    @Test
    void refusesNamesThatAreNotThere() throws IOException {
        List<String> names = List.of("kitten");
        Optional<String> unknown = file("kitten\thorse\n");
        assertThatThrownBy(() -> ClassMap.of("s", names, CLEAN, unknown))
                .hasMessage("Data set 'clean' has 0 classes named 'horse', expected one");
        Optional<String> twice = file("kitten\tcat\nkitten\tdog\n");
        assertThatThrownBy(() -> ClassMap.of("s", names, CLEAN, twice)).hasMessageContaining("no other line has");
        Optional<String> noTab = file("kitten cat\n");
        assertThatThrownBy(() -> ClassMap.of("s", names, CLEAN, noTab)).hasMessageContaining("'kitten cat' must be");
        assertThatThrownBy(() -> ClassMap.of("s", names, CLEAN, Optional.empty()))
                .hasMessageContaining("no class of 's' has the name of one in the clean data set");
    }
}
