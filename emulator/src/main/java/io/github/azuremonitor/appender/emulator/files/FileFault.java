package io.github.azuremonitor.appender.emulator.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, in words: the messages of these exceptions are mostly the file's name again. */
public final class FileFault {
    private FileFault() {}

    /** Why a file could not be read or written, as the end of a sentence. */
    public static String reason(IOException fault) {
        if (fault instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (fault instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied";
        }
        if (fault instanceof NotDirectoryException || fault instanceof FileAlreadyExistsException) {
            return ((FileSystemException) fault).getFile() + " is no directory";
        }
        if (fault instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return String.valueOf(fault.getMessage());
    }
}
