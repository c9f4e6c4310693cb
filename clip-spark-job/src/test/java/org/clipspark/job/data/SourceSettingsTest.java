package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceSettingsTest {
    @Test
    void isCalledByTheLastPartOfItsFolderUnlessItHasAName() {
        assertThat(new SourceSettings("hdfs://host/data/laion/", 1, Optional.empty()).label())
                .isEqualTo("laion");
        assertThat(new SourceSettings("laion", 1, Optional.empty()).label()).isEqualTo("laion");
        assertThat(new SourceSettings("data/laion", 1, Optional.of("web")).label())
                .isEqualTo("web");
    }

    @Test
    void refusesAWeightThatIsNoNumber() {
        assertThatThrownBy(() -> new SourceSettings("laion", Double.NaN, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("data.sources: weight of laion must be above 0 and at most 1000, got NaN");
    }

    @Test
    void travelsToExecutors() throws IOException, ClassNotFoundException {
        for (Optional<String> name : List.of(Optional.<String>empty(), Optional.of("web"))) {
            SourceSettings source = new SourceSettings("data/laion", 2.5, name);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(source);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isEqualTo(source);
            }
        }
    }
}
