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
            "class",
            "uid",
            "expected_hash",
            "nsfw",
            "license",
            "language",
            "boxes",
            "exif",
            "perceptual_hash",
            "similarity",
            "punsafe",
            "pwatermark",
            "aesthetic",
            "embedding",
            "source",
            "source_file",
            "source_row");

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
                .containsExactly("jpg", "key", "caption", "status", "source", "source_file", "source_row");
    }

    @Test
    void hasEveryColumnOfImg2dataset() {
        assertThat(names(ShardSchema.dataShard("jpg")))
                .contains("url", "caption", "key", "status", "error_message", "width", "height", "original_width")
                .contains("original_height", "exif", "sha256", "jpg");
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
