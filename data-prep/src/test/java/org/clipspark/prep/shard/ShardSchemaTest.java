package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;

class ShardSchemaTest {
    private static final List<String> SHARED = List.of(
            "key",
            "caption",
            "captions",
            "url",
            "status",
            "error_message",
            "width",
            "height",
            "original_width",
            "original_height",
            "sha256",
            "label",
            "class");

    @Test
    void hasTheImageColumnBeforeTheSharedOnes() {
        MessageType schema = ShardSchema.dataShard("webp");

        assertThat(names(schema)).startsWith("webp").hasSize(SHARED.size() + 1).containsAll(SHARED);
        assertThat(schema.getType("webp").getLogicalTypeAnnotation()).isNull();
    }

    @Test
    void rejectedRowsHaveTheSameColumnsWithoutTheImage() {
        assertThat(names(ShardSchema.rejectedShard())).containsExactlyElementsOf(SHARED);
    }

    @Test
    void requiresOnlyWhatEveryRowHas() {
        assertThat(ShardSchema.dataShard("jpg").getFields())
                .filteredOn(type -> type.isRepetition(Type.Repetition.REQUIRED))
                .extracting(Type::getName)
                .containsExactly("jpg", "key", "caption", "status");
    }

    @Test
    void refusesOtherImageColumns() {
        assertThatThrownBy(() -> ShardSchema.dataShard("image"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown image column 'image' (expected: [jpg, png, webp])");
    }

    private static List<String> names(MessageType schema) {
        return schema.getFields().stream().map(Type::getName).toList();
    }
}
