package org.clipspark.prep.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.clipspark.prep.metadata.ColumnRole;
import org.clipspark.prep.metadata.InvalidMetadataException;
import org.clipspark.prep.metadata.JsonRows;
import org.clipspark.prep.metadata.MetadataRow;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** The members of one sample, gathered until the next one begins. */
final class TarSample {
    private final String key;
    private final PairOrigin origin;
    private final Map<TarMember.Kind, byte[]> members = new EnumMap<>(TarMember.Kind.class);
    private Optional<RowStatus> problem = Optional.empty();

    TarSample(String key, PairOrigin origin) {
        this.key = key;
        this.origin = origin;
    }

    /** Whether a member of this name is part of this sample; a second image of the same key begins another one. */
    boolean takes(TarMember member) {
        return key.equals(member.key()) && !members.containsKey(member.kind());
    }

    /**
     * Adds a member.
     *
     * @param content at most {@code limit + 1} bytes of it
     * @param limit of its bytes, packed and unpacked
     */
    void add(TarMember member, byte[] content, long limit) {
        boolean isUnpacked = member.isPacked() && content.length <= limit;
        byte[] plain = isUnpacked ? unpacked(content, limit) : content;
        if (plain.length > limit) {
            problem = Optional.of(tooLong(member.kind(), limit));
        }
        members.put(member.kind(), plain.length > limit ? new byte[0] : plain);
    }

    private byte[] unpacked(byte[] content, long limit) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return FileBytes.atMost(in, limit);
        } catch (IOException e) {
            problem = Optional.of(new RowStatus("invalid_metadata", "damaged compression: " + e.getMessage()));
            return new byte[0];
        }
    }

    private static RowStatus tooLong(TarMember.Kind kind, long limit) {
        return switch (kind) {
            case IMAGE -> FileBytes.tooManyBytes(limit);
            case TEXT -> new RowStatus("caption_too_long", "more than " + limit + " bytes");
            case LABEL -> new RowStatus("invalid_label", "more than " + limit + " bytes");
            case METADATA, OTHER -> new RowStatus("invalid_metadata", "more than " + limit + " bytes of JSON");
        };
    }

    String key() {
        return key;
    }

    SourcePair pair(CaptionTemplates templates, JsonRows metadata) {
        if (problem.isPresent()) {
            return SourcePair.rejected(origin, key, PairText.NONE, problem.get());
        }
        try {
            String json = text(TarMember.Kind.METADATA);
            MetadataRow row = new SampleRow(
                    text(TarMember.Kind.TEXT), text(TarMember.Kind.LABEL), metadata.row(json.isEmpty() ? "{}" : json));
            ImageBytes image = new ImageBytes(content(TarMember.Kind.IMAGE));
            return new DescribedRow(origin, key, row)
                    .pair(templates, (name, words) -> SourcePair.found(origin, name, words, image));
        } catch (CharacterCodingException e) {
            return DescribedRow.invalidUtf8(origin, key);
        } catch (InvalidMetadataException e) {
            RowStatus status = new RowStatus("invalid_metadata", String.valueOf(e.getMessage()));
            return SourcePair.rejected(origin, key, PairText.NONE, status);
        }
    }

    /** What the members say together; the sample's own name is its key. */
    private record SampleRow(String caption, String label, MetadataRow json) implements MetadataRow {
        @Override
        public String text(ColumnRole role) throws CharacterCodingException {
            return switch (role) {
                case KEY -> "";
                case LABEL -> label.isBlank() ? json.text(role) : label;
                default -> json.text(role);
            };
        }

        @Override
        public List<String> captions() throws CharacterCodingException {
            Set<String> captions = new LinkedHashSet<>();
            if (!caption.isBlank()) {
                captions.add(caption.strip());
            }
            captions.addAll(json.captions());
            return List.copyOf(captions);
        }

        @Override
        public double number(ColumnRole role) {
            return json.number(role);
        }

        @Override
        public List<Float> embedding() {
            return json.embedding();
        }
    }

    private byte[] content(TarMember.Kind kind) {
        return members.getOrDefault(kind, new byte[0]);
    }

    private String text(TarMember.Kind kind) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content(kind)))
                .toString();
    }
}
