package org.clipspark.job.robust.corruption;

import java.util.regex.Pattern;

/** Makes corruptions of users' classes. */
final class PlugIns {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]{0,63}");

    private PlugIns() {}

    static ImageCorruption load(String className) {
        try {
            Class<?> type =
                    Class.forName(className, true, Thread.currentThread().getContextClassLoader());
            if (!ImageCorruption.class.isAssignableFrom(type)) {
                throw new IllegalArgumentException(
                        "Plug-in " + className + " does not implement " + ImageCorruption.class.getName());
            }
            ImageCorruption corruption =
                    type.asSubclass(ImageCorruption.class).getConstructor().newInstance();
            if (!NAME.matcher(corruption.name()).matches()) {
                throw new IllegalArgumentException("Plug-in " + className + " is named '" + corruption.name()
                        + "', expected at most 64 lower-case letters, digits and underscores");
            }
            return corruption;
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "No plug-in " + className + " on the class path: add its jar, such as by spark-submit --jars", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException(
                    "Plug-in " + className + " cannot be made by a public constructor without arguments: " + e, e);
        }
    }
}
