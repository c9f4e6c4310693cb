package org.clipspark.job.doctor;

import java.util.Locale;

/**
 * What a check found.
 *
 * @param check what was looked at
 * @param level how bad it is
 * @param message what is, in one line
 * @param fix what to do; empty where nothing is to be done
 */
public record Finding(String check, Level level, String message, String fix) {
    /** How bad a finding is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, but slowly or unsafely. */
        WARNING,
        /** Will not work. */
        FAILURE
    }

    /** Copies no more than a line: messages of other programs may have more. */
    public Finding {
        message = message.lines().findFirst().orElse("").strip();
    }

    static Finding ok(String check, String message) {
        return new Finding(check, Level.OK, message, "");
    }

    static Finding warning(String check, String message, String fix) {
        return new Finding(check, Level.WARNING, message, fix);
    }

    static Finding failure(String check, String message, String fix) {
        return new Finding(check, Level.FAILURE, message, fix);
    }

    /** One line for people. */
    public String line() {
        String text = fix.isEmpty() ? message : message + ": " + fix;
        return String.format(
                "%-8s %-11s %s",
                level == Level.FAILURE ? "FAILURE" : level.name().toLowerCase(Locale.ROOT), check, text);
    }
}
