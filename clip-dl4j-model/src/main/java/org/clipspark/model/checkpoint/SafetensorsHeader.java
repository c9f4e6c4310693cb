package org.clipspark.model.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.clipspark.model.compute.Shape;

/** The checked header of a safetensors file: which tensor lies where. Nothing is allocated on the word of the file. */
final class SafetensorsHeader {
    /** Bytes before the header: its length. */
    static final int LENGTH_BYTES = 8;
    /** Bound of the format. */
    static final long MAXIMUM_BYTES = 100_000_000;
    /** Key of the free-form strings. */
    static final String METADATA = "__metadata__";

    private static final int MAXIMUM_TENSORS = 1 << 17;
    private static final int MAXIMUM_RANK = 16;
    private static final int LONGEST_NAME = 1024;
    private static final Pattern PATH = Pattern.compile("^/|^[A-Za-z]:|\\\\|//|(^|/)\\.\\.?(/|$)");
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final Map<String, SafetensorsFile.Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final long dataStart;

    private SafetensorsHeader(long dataStart) {
        this.dataStart = dataStart;
    }

    /** Reads and checks the header at the start of a file of {@code fileLength} bytes. */
    static SafetensorsHeader read(InputStream in, long fileLength) throws IOException {
        byte[] prefix = in.readNBytes(LENGTH_BYTES);
        if (prefix.length < LENGTH_BYTES) {
            throw new EOFException("no safetensors file, only " + prefix.length + " bytes long");
        }
        long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAXIMUM_BYTES || length > fileLength - LENGTH_BYTES) {
            throw new IOException("no safetensors file, header length " + Long.toUnsignedString(length)
                    + " in a file of " + fileLength + " bytes (at most " + MAXIMUM_BYTES + ")");
        }
        SafetensorsHeader header = new SafetensorsHeader(LENGTH_BYTES + length);
        try (JsonParser json = JSON.createParser(new BoundedInput(in, length))) {
            header.parse(json);
        }
        header.checkPlaces(fileLength - header.dataStart);
        return header;
    }

    private void parse(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (name.equals(METADATA)) {
                parseMetadata(json);
            } else {
                checkName(name);
                entries.put(name, parseEntry(json, name));
            }
            if (entries.size() > MAXIMUM_TENSORS) {
                throw new IOException("more than " + MAXIMUM_TENSORS + " tensors");
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT, "the header");
        if (json.nextToken() != null) {
            throw new IOException("text behind the header's end");
        }
    }

    private void parseMetadata(JsonParser json) throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, METADATA);
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA);
            metadata.put(key, json.getText());
        }
    }

    private static SafetensorsFile.Entry parseEntry(JsonParser json, String name) throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, name);
        String type = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        int fields = 0;
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            fields++;
            switch (key) {
                case "dtype" -> {
                    expect(json.nextToken(), JsonToken.VALUE_STRING, name);
                    type = json.getText();
                }
                case "shape" -> shape = parseNumbers(json, name, MAXIMUM_RANK);
                case "data_offsets" -> offsets = parseNumbers(json, name, 2);
                default -> throw new IOException(quoted(name) + " has an unknown field " + quoted(key));
            }
        }
        if (fields != 3 || offsets.size() != 2) {
            throw new IOException(quoted(name) + " lacks one of dtype, shape, data_offsets [begin, end]");
        }
        return entry(name, type, shape, offsets);
    }

    private static SafetensorsFile.Entry entry(String name, String type, List<Long> shape, List<Long> offsets)
            throws IOException {
        try {
            Shape dimensions =
                    Shape.of(shape.stream().mapToLong(Long::longValue).toArray());
            SafetensorsType element = SafetensorsType.valueOf(type);
            long bytes = Math.multiplyExact(dimensions.size(), element.bytes());
            long begin = offsets.get(0);
            if (begin < 0 || offsets.get(1) - begin != bytes) {
                throw new IOException(quoted(name) + " of shape " + dimensions + " takes " + bytes + " bytes of "
                        + element + ", data_offsets are " + offsets);
            }
            return new SafetensorsFile.Entry(name, element, dimensions, begin);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException(quoted(name) + " has an impossible type or shape: " + quoted(type) + " " + shape, e);
        }
    }

    private static List<Long> parseNumbers(JsonParser json, String name, int most) throws IOException {
        expect(json.nextToken(), JsonToken.START_ARRAY, name);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, name);
            if (numbers.size() == most) {
                throw new IOException(quoted(name) + " lists more than " + most + " numbers");
            }
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    // Tensors must fill the rest of the file exactly: no gap to hide bytes in, no overlap, nothing outside.
    private void checkPlaces(long dataBytes) throws IOException {
        List<SafetensorsFile.Entry> inOrder = new ArrayList<>(entries.values());
        inOrder.sort(Comparator.comparingLong(SafetensorsFile.Entry::begin)
                .thenComparingLong(SafetensorsFile.Entry::byteSize));
        long at = 0;
        for (SafetensorsFile.Entry entry : inOrder) {
            if (entry.begin() != at) {
                throw new IOException(quoted(entry.name()) + " begins at byte " + entry.begin()
                        + " of the data, the tensor" + " before it ends at " + at);
            }
            at += entry.byteSize();
            if (at > dataBytes) {
                throw new EOFException(
                        quoted(entry.name()) + " ends at byte " + at + " of " + dataBytes + " bytes of data");
            }
        }
        if (at != dataBytes) {
            throw new IOException((dataBytes - at) + " bytes behind the last tensor");
        }
        entries.clear();
        inOrder.forEach(entry -> entries.put(entry.name(), entry));
    }

    private static void checkName(String name) throws IOException {
        boolean plain = name.chars().noneMatch(c -> Character.isISOControl(c));
        // Programs make files of tensors' names; no name may lead out of the folder they chose.
        boolean isPath = PATH.matcher(name).find();
        if (name.isBlank() || name.length() > LONGEST_NAME || !plain || isPath) {
            throw new IOException("impossible tensor name " + quoted(name));
        }
    }

    private static void expect(JsonToken found, JsonToken wanted, String where) throws IOException {
        if (found != wanted) {
            throw new IOException(
                    quoted(where) + " is not as the format wants it: found " + found + ", expected " + wanted);
        }
    }

    private static String quoted(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return "'" + (printable.length() <= 80 ? printable : printable.substring(0, 80) + "...") + "'";
    }

    /** Tensors by name, in the order in which they lie in the file. */
    Map<String, SafetensorsFile.Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Free-form strings. */
    Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** Byte of the file at which the data begins. */
    long dataStart() {
        return dataStart;
    }
}
